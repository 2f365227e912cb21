import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A tree with a lock file and an `npm` that notes each call, installs by `install.js` and prints what a registry made it print. */
let root: string;
const npm = (): string => join(root, 'npm/bin/npm-cli.js');
const calls = (): number => readFileSync(join(root, 'calls'), 'utf8').length;
const installed = (): void => {
  mkdirSync(join(root, 'node_modules/node/bin'), { recursive: true });
  symlinkSync(process.execPath, join(root, 'node_modules/node/bin/node'));
};
const fakeNpm = (body: string): void => {
  writeFileSync(npm(), `require('node:fs').appendFileSync(${JSON.stringify(join(root, 'calls'))}, '.');\n${body}`);
};
const run = (args: readonly string[], env: Record<string, string> = { npm_execpath: npm(), PATH: '' }) => {
  const r = spawnSync(process.execPath, [join(root, 'scripts/bootstrap.mjs'), ...args], { env, encoding: 'utf8', timeout: 20_000 });
  return { code: r.status, out: r.stdout, err: r.stderr.trim().split('\n') };
};
const install = `const { mkdirSync, symlinkSync } = require('node:fs');
mkdirSync('node_modules/node/bin', { recursive: true });
symlinkSync(${JSON.stringify(process.execPath)}, 'node_modules/node/bin/node');`;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bootstrap-'));
  mkdirSync(join(root, 'scripts'));
  mkdirSync(join(root, 'npm/bin'), { recursive: true });
  for (const file of ['bootstrap.mjs', 'end-with-parent.mjs']) copyFileSync(join(import.meta.dirname, file), join(root, 'scripts', file));
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: { '': {}, 'node_modules/node': { version: '24.0.0' } } }));
  writeFileSync(join(root, 'calls'), '');
  writeFileSync(
    join(root, 'hello.ts'),
    'const n: number = 7;\nconsole.log(process.argv.slice(2).join("|"), process.env.NODE_COMPILE_CACHE);\nprocess.exitCode = n;\n',
  );
  fakeNpm(install);
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

test('installs once, runs the script under the packaged Node, passes arguments and exit code on', () => {
  expect(run(['hello.ts', 'a b', '--c'])).toEqual({
    code: 7,
    out: `a b|--c ${join(root, 'node_modules/.cache/v8')}\n`,
    err: ['Installing packages (first start, or package-lock.json has changed)…'],
  });
  expect(run(['hello.ts']).err).toEqual(['']);
  expect(calls()).toBe(1);
});

test('installs again when the lock file has changed', () => {
  run(['hello.ts']);
  appendFileSync(join(root, 'package-lock.json'), '\n');
  rmSync(join(root, 'node_modules/node'), { recursive: true });
  expect(run(['hello.ts']).code).toBe(7);
  expect(calls()).toBe(2);
});

test('takes an installation by hand when it has what the lock file asks for, and no other', () => {
  installed();
  const record = (version: string) =>
    writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages: { 'node_modules/node': { version } } }));
  record('24.0.0');
  expect(run(['hello.ts']).code).toBe(7);
  expect(calls()).toBe(0);
  rmSync(join(root, 'node_modules/.bootstrap'));
  rmSync(join(root, 'node_modules/node'), { recursive: true });
  record('23.0.0');
  expect(run(['hello.ts']).code).toBe(7);
  expect(calls()).toBe(1);
});

test('says in one line what is missing', () => {
  fakeNpm("console.error('npm error code ENOTFOUND\\nnpm error network request failed'); process.exit(1);");
  expect(run(['hello.ts']).err.at(-1)).toBe(
    'bootstrap: npm ci could not reach the package registry (ENOTFOUND); check the network and start again',
  );
  fakeNpm("console.error('npm error code EUSAGE\\nnpm error the lock file is out of step'); process.exit(1);");
  expect(run(['hello.ts']).err.at(-1)).toBe('bootstrap: npm ci failed (exit 1): the lock file is out of step');
  fakeNpm('');
  mkdirSync(join(root, 'node_modules'));
  expect(run(['hello.ts']).err.at(-1)).toMatch(/^bootstrap: the package `node` brought no program/);
  expect(run(['nowhere.ts'], { PATH: '' })).toMatchObject({ code: 1 });
  rmSync(join(root, 'node_modules/.bootstrap'));
  // A Node that stands alone, with no npm beside it.
  mkdirSync(join(root, 'bin'));
  copyFileSync(process.execPath, join(root, 'bin/node'));
  chmodSync(join(root, 'bin/node'), 0o755);
  const alone = spawnSync(join(root, 'bin/node'), [join(root, 'scripts/bootstrap.mjs'), 'hello.ts'], {
    env: { PATH: '' },
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect(alone.stderr).toBe('bootstrap: npm was not found; install Node.js together with npm (https://nodejs.org)\n');
  expect(alone.status).toBe(1);
});

test('a signal reaches the script', async () => {
  writeFileSync(
    join(root, 'wait.ts'),
    "process.on('SIGTERM', () => process.exit(9));\nsetInterval(() => {}, 1000);\nconsole.log('ready');\n",
  );
  const child = spawn(process.execPath, [join(root, 'scripts/bootstrap.mjs'), 'wait.ts'], {
    env: { npm_execpath: npm(), PATH: '' },
    timeout: 20_000,
  });
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  expect(await once(child, 'close')).toEqual([9, null]);
});

test('what npm runs ends when the shell that npm put between has died', async () => {
  writeFileSync(
    join(root, 'wait.ts'),
    "process.on('SIGTERM', () => { console.log('told'); process.exit(9); });\nsetInterval(() => {}, 1000);\nconsole.log('ready');\n",
  );
  // `; true` keeps the shell there, as npm's stays.
  const shell = spawn('/bin/sh', ['-c', `'${process.execPath}' '${join(root, 'scripts/bootstrap.mjs')}' wait.ts; true`], {
    env: { npm_execpath: npm(), npm_lifecycle_event: 'start', PATH: '' },
    timeout: 20_000,
  });
  let out = '';
  const said = (word: string): Promise<void> =>
    new Promise((done) => {
      const look = (): void => {
        if (out.includes(word)) done();
      };
      shell.stdout.on('data', look);
      look();
    });
  shell.stdout.on('data', (d: Buffer) => (out += d.toString()));
  await said('ready');
  shell.kill('SIGTERM');
  await said('told');
  expect(out).toBe('ready\ntold\n');
});
