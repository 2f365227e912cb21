import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
/** A build takes about 6–20 s; one that takes longer than this hangs. */
const LIMIT_MS = 5 * 60_000;

export type ConsoleBuild = { readonly ok: true } | { readonly ok: false; readonly why: string };
type Log = (line: string) => void;

const filesUnder = async (dir: string, wanted: (name: string) => boolean): Promise<string[]> => {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((e) => e.isFile() && wanted(e.name)).map((e) => join(e.parentPath, e.name));
};

const stampOf = (root: string): string => join(root, 'frontend/dist/.stamp');

/** One hash over everything that a build of the console depends on. */
const hashOfSources = async (root: string): Promise<string> => {
  const frontend = join(root, 'frontend');
  const configuration = (await readdir(frontend, { withFileTypes: true })).filter((e) => e.isFile()).map((e) => join(frontend, e.name));
  const files = [
    join(root, 'package-lock.json'),
    ...configuration,
    ...(await filesUnder(join(frontend, 'src'), (n) => !n.endsWith('.spec.ts'))),
    ...(await filesUnder(join(frontend, 'public'), () => true)),
    ...(await filesUnder(join(root, 'schemas/src'), (n) => /\.(graphql|ts)$/.test(n) && !n.endsWith('.spec.ts'))),
  ].sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(`\0${file.slice(root.length)}\0`).update(await readFile(file));
  return hash.digest('hex');
};

const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const runNg = (root: string, args: readonly string[], onLine: Log, signal?: AbortSignal): Promise<number> =>
  new Promise((done) => {
    const child = spawn(process.execPath, [join(root, 'node_modules/@angular/cli/bin/ng.js'), ...args], {
      cwd: join(root, 'frontend'),
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NG_CLI_ANALYTICS: 'false', NO_COLOR: '1', FORCE_COLOR: '0' },
      ...(signal === undefined ? {} : { signal }),
    });
    let rest = '';
    const take = (data: Buffer) => {
      const lines = (rest + data.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.trim() !== '') onLine(line.trimEnd());
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (e) => {
      onLine(e.message);
      done(1);
    });
    child.on('close', (code) => {
      if (rest.trim() !== '') onLine(rest.trimEnd());
      done(code ?? 1);
    });
  });

const writeStamp = async (root: string, stamp: string): Promise<void> => {
  await mkdir(dirname(stampOf(root)), { recursive: true });
  await writeFile(stampOf(root), stamp);
};

/**
 * Builds the console into frontend/dist unless the sources are those of the last good build, or `watchConsole` keeps it built.
 * `why` is the compiler's own first complaints, fit to be shown on a page.
 */
export const buildConsoleIfStale = async (o: {
  readonly log: Log;
  readonly root?: string;
  /** Ends a build under way. */
  readonly signal?: AbortSignal;
}): Promise<ConsoleBuild> => {
  const root = o.root ?? ROOT;
  try {
    const stamp = await readFile(stampOf(root), 'utf8').catch(() => '');
    const watcher = /^watched by (\d+)$/.exec(stamp)?.[1];
    if (watcher !== undefined && lives(Number(watcher))) return { ok: true };
    const hash = await hashOfSources(root);
    if (stamp === hash) return { ok: true };

    o.log('Building the console…');
    const began = performance.now();
    await rm(stampOf(root), { force: true });
    const lines: string[] = [];
    const code = await runNg(
      root,
      ['build'],
      (line) => lines.push(line),
      AbortSignal.any([AbortSignal.timeout(LIMIT_MS), ...(o.signal ? [o.signal] : [])]),
    );
    if (code !== 0) {
      const errors = lines.filter((l) => /error/i.test(l));
      return { ok: false, why: (errors.length > 0 ? errors : lines).slice(0, 20).join('\n') || `ng build ended with ${code}` };
    }
    await writeStamp(root, hash);
    o.log(`The console is built (${((performance.now() - began) / 1000).toFixed(1)} s).`);
    return { ok: true };
  } catch (e) {
    return { ok: false, why: e instanceof Error ? e.message : String(e) };
  }
};

/** Keeps the console built while its sources change, until aborted. Builds unoptimised into the same place. */
export const watchConsole = async (o: { readonly log: Log; readonly signal: AbortSignal }): Promise<void> => {
  await writeStamp(ROOT, `watched by ${process.pid}`);
  await runNg(ROOT, ['build', '--watch', '--configuration', 'development'], o.log, o.signal);
  await rm(stampOf(ROOT), { force: true });
};
