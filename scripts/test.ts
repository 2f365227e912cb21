// npm test [-- NAME…]: everything that must hold, or only the checks named (types, console-types, format, lint, arch, generated, unit).
// The last line is `N passed, N failed` (`, N skipped` if any): each check counts as one, each Jest test as one.
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Check, runChecks, runNode } from './check.ts';

const root = join(import.meta.dirname, '..');
const has = (path: string): boolean => existsSync(join(root, path));

const checks: readonly Check[] = [
  { name: 'types', title: 'types of the services', run: ['node_modules/@typescript/native/bin/tsc', '-p', 'tsconfig.json', '--noEmit'] },
  { name: 'lint', title: 'ESLint', run: ['node_modules/eslint/bin/eslint.js', '--max-warnings=0', '.'] },
  {
    name: 'format',
    title: 'Prettier',
    run: [
      'node_modules/prettier/bin/prettier.cjs',
      '--check',
      '--log-level=warn',
      '--cache',
      '--cache-location=node_modules/.cache/prettier',
      '.',
    ],
  },
  {
    name: 'arch',
    title: 'import rules',
    run: ['node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', '--config', '.dependency-cruiser.cjs', '--output-type', 'err', '.'],
  },
  ...(has('frontend/tsconfig.app.json')
    ? [
        {
          name: 'console-types',
          title: 'types of the console, templates too',
          run: ['node_modules/@angular/compiler-cli/bundles/src/bin/ngc.js', '-p', 'frontend/tsconfig.app.json', '--noEmit'],
        },
      ]
    : []),
  ...(has('frontend/tsconfig.spec.json')
    ? [
        {
          name: 'console-types',
          title: "types of the console's tests",
          run: ['node_modules/@typescript/native/bin/tsc', '-p', 'frontend/tsconfig.spec.json', '--noEmit'],
        },
      ]
    : []),
  ...(has('scripts/generate.ts')
    ? [{ name: 'generated', title: 'generated files are up to date', run: ['scripts/generate.ts', '--check'] }]
    : []),
];

type Counts = { passed: number; failed: number; skipped: number };
type JestReport = {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
};
/** All Jest tests together; the longest time that they may take, in ms. */
const JEST_LIMIT_MS = 45 * 60_000;

const runJest = async (): Promise<Counts & { readonly output: string }> => {
  const dir = await mkdtemp(join(tmpdir(), 'master-ia-test-'));
  try {
    const report = join(dir, 'jest.json');
    const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js', '--forceExit'];
    const { ok, output } = await runNode(root, [...jest, '--json', `--outputFile=${report}`], { show: true, limitMs: JEST_LIMIT_MS });
    if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0, output };
    const r = JSON.parse(await readFile(report, 'utf8')) as JestReport;
    const failed = r.numFailedTests + r.numRuntimeErrorTestSuites;
    // Jest can fail without a failing test: a global teardown that threw, for one.
    return { passed: r.numPassedTests, failed: failed === 0 && !ok ? 1 : failed, skipped: r.numPendingTests + r.numTodoTests, output };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};

const asked = process.argv.slice(2);
const known = new Set([...checks.map((c) => c.name), 'unit']);
const unknown = asked.filter((a) => !known.has(a));
if (unknown.length > 0) {
  console.error(`unknown check: ${unknown.join(', ')}; there are: ${[...known].join(', ')}`);
  process.exit(1);
}
const wanted = (name: string): boolean => asked.length === 0 || asked.includes(name);

const results = await runChecks(
  root,
  checks.filter((c) => wanted(c.name)),
  Math.min(2, availableParallelism()),
);
const counts: Counts = { passed: results.filter((r) => r.ok).length, failed: results.filter((r) => !r.ok).length, skipped: 0 };
let missing: readonly string[] = [];
if (wanted('unit')) {
  const jest = await runJest();
  counts.passed += jest.passed;
  counts.failed += jest.failed;
  counts.skipped += jest.skipped;
  missing = [...new Set(jest.output.match(/^ENGINE NOT FOUND: .*$/gm) ?? [])];
}
for (const line of missing) console.log(`\n!!! ${line}`);
console.log(`\n${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`);
process.exitCode = counts.failed > 0 ? 1 : 0;
