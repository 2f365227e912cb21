import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the engines of one test run share: its directory, and the process whose end ends them. Set by the global setup; without it every process is a run of its own. */
export type Run = { readonly dir: string; readonly owner: number };
export const RUN_DIR = 'MIA_TEST_RUN';
export const RUN_OWNER = 'MIA_TEST_OWNER';

const PREFIX = 'mia-test-';
const OWNER = 'owner';
const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (e) {
    return (e as NodeJS.ErrnoException).code === 'EPERM';
  }
};
/** What a killed run left behind. */
const sweep = (): void => {
  for (const name of readdirSync(tmpdir()).filter((n) => n.startsWith(PREFIX))) {
    const owner = join(tmpdir(), name, OWNER);
    try {
      if (!lives(Number(readFileSync(owner, 'utf8')))) rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // Being made, or being removed by another run.
    }
  }
};
/** An empty directory for the run of this process, which another user may enter: PostgreSQL does not run as root. */
export const newRunDirectory = (): string => {
  sweep();
  const dir = mkdtempSync(join(tmpdir(), PREFIX));
  chmodSync(dir, 0o755);
  writeFileSync(join(dir, OWNER), String(process.pid));
  return dir;
};
let own: string | undefined;
const ownDirectory = (): string => {
  if (own) return own;
  const dir = (own = newRunDirectory());
  process.once('exit', () => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));
  return dir;
};
export const currentRun = (): Run => ({
  dir: process.env[RUN_DIR] ?? ownDirectory(),
  owner: Number(process.env[RUN_OWNER] ?? process.pid),
});

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
export const waitFor = async (what: string, check: () => Promise<boolean>, ms: number): Promise<void> => {
  for (let left = ms; !(await check()); left -= 25) {
    if (left <= 0) throw new Error(`${what}: not within ${ms} ms`);
    await pause(25);
  }
};
export const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Does something once per run, whichever of its processes comes first; the others wait for the text it answers. */
export const oncePerRun = async (run: Run, name: string, make: () => Promise<string>, ms = 60_000): Promise<string> => {
  const done = join(run.dir, `${name}.ready`);
  const failed = join(run.dir, `${name}.failed`);
  const first = await mkdir(join(run.dir, `${name}.lock`)).then(
    () => true,
    () => false,
  );
  if (first) {
    try {
      const text = await make();
      // A rename is atomic, a write is not: nobody reads half a text.
      await writeFile(`${done}.part`, text);
      await rename(`${done}.part`, done);
    } catch (e) {
      await writeFile(failed, String(e));
    }
  }
  await waitFor(`${name} of the test run`, async () => (await exists(done)) || (await exists(failed)), ms);
  if (await exists(failed)) throw new Error(`${name}: ${await readFile(failed, 'utf8')}`);
  return readFile(done, 'utf8');
};
export const removeRun = (run: Run): Promise<void> => rm(run.dir, { recursive: true, force: true, maxRetries: 5 });
