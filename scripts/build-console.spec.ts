import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildConsoleIfStale } from './build-console.ts';

/** A tree with a console and a compiler that notes each build. */
let root: string;
const put = (file: string, content: string): void => {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), content);
};
const compiler = (body: string): void => {
  put('node_modules/@angular/cli/bin/ng.js', `require('node:fs').appendFileSync('../builds', process.argv[2] + ' ');\n${body}`);
};
const builds = (): string => readFileSync(join(root, 'builds'), 'utf8');
const build = () => buildConsoleIfStale({ root, log: () => undefined });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'build-console-'));
  put('package-lock.json', '{}');
  put('builds', '');
  put('frontend/angular.json', '{}');
  put('frontend/src/main.ts', 'export {};');
  put('frontend/src/main.spec.ts', 'export {};');
  put('frontend/public/i18n/en.json', '{}');
  put('schemas/src/leads/schema.graphql', 'type Lead { id: ID! }');
  compiler('');
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

test('builds once, and again when something that it is made of has changed', async () => {
  expect(await build()).toEqual({ ok: true });
  expect(await build()).toEqual({ ok: true });
  expect(builds()).toBe('build ');
  appendFileSync(join(root, 'frontend/src/main.spec.ts'), '\n');
  await build();
  expect(builds()).toBe('build ');
  for (const file of [
    'package-lock.json',
    'frontend/angular.json',
    'frontend/src/main.ts',
    'frontend/public/i18n/en.json',
    'schemas/src/leads/schema.graphql',
  ])
    for (let n = 0; n < 2; n++) {
      if (n === 0) appendFileSync(join(root, file), '\n');
      expect(await build()).toEqual({ ok: true });
    }
  expect(builds()).toBe('build '.repeat(6));
});

test('says what the compiler complains about, and tries again next time', async () => {
  compiler("console.log('Building…'); console.error('✘ [ERROR] TS2304: Cannot find name'); process.exit(1);");
  expect(await build()).toEqual({ ok: false, why: '✘ [ERROR] TS2304: Cannot find name' });
  compiler('');
  expect(await build()).toEqual({ ok: true });
});

test('answers, and does not throw, when there is no compiler', async () => {
  rmSync(join(root, 'node_modules'), { recursive: true });
  expect(await build()).toMatchObject({ ok: false, why: expect.stringContaining('ng.js') });
});

test('leaves a console alone that a living watcher keeps built', async () => {
  put('frontend/dist/.stamp', `watched by ${process.pid}`);
  await build();
  expect(builds()).toBe('');
  put('frontend/dist/.stamp', 'watched by 999999999');
  await build();
  expect(builds()).toBe('build ');
});
