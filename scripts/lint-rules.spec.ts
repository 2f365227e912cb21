import { ESLint, Linter } from 'eslint';
import { join } from 'node:path';
import tseslint from 'typescript-eslint';

const root = join(import.meta.dirname, '..');
const eslint = new ESLint({ cwd: root });

/** What our own rules say about a text, if it stood in that file: the configuration's, without those that need types. */
const complaints = async (file: string, text: string): Promise<readonly string[]> => {
  const { rules } = (await eslint.calculateConfigForFile(join(root, file))) as { rules: Linter.RulesRecord };
  const ours = Object.fromEntries(Object.entries(rules).filter(([name]) => name.startsWith('no-restricted-')));
  const found = new Linter().verify(text, [{ files: ['**/*.ts'], languageOptions: { parser: tseslint.parser }, rules: ours }], {
    filename: 'file.ts',
  });
  return found.map((m) => m.ruleId ?? m.message);
};

const decider = 'command-service/src/leads/lead.ts';
const view = 'projection-service/src/leads/board.ts';
const bad: readonly (readonly [file: string, text: string])[] = [
  ['connectors/src/dispatch/worker.ts', 'export const url = process.env.URL;'],
  ['platform/src/runtime/log.ts', "import { env } from 'node:process';"],
  [decider, 'export const at = Date.now();'],
  [decider, 'export const at = new Date();'],
  [decider, "import { randomUUID } from 'node:crypto';"],
  [decider, 'export const home = process.env.HOME;'],
  [view, 'export const id = crypto.randomUUID();'],
  [view, 'export const n = Math.random();'],
  ['platform/src/kernel/decider.spec.ts', "it.only('runs alone', () => {});"],
  ['platform/src/kernel/decider.spec.ts', "describe.skip('not now', () => {});"],
  ['platform/src/contracts/feed.contract.ts', "xit('not now', () => {});"],
  ['app/e2e/inbox.spec.ts', 'expect(page).toMatchSnapshot();'],
];
test.each(bad)('%s may not say %s', async (file, text) => {
  expect(await complaints(file, text)).toHaveLength(1);
});

const good: readonly (readonly [file: string, text: string])[] = [
  ['platform/src/runtime/config.ts', 'export const url = process.env.URL;'],
  ['scripts/test.ts', 'export const ci = process.env.CI;'],
  ['platform/src/runtime/clock.ts', 'export const now = () => new Date();'],
  [decider, 'export const at = (text: string) => new Date(text);'],
  [decider, "import { createHash } from 'node:crypto';"],
  ['command-service/src/leads/lead.spec.ts', "it('runs', () => expect(process.env.HOME).toBe(1));"],
];
test.each(good)('%s may say %s', async (file, text) => {
  expect(await complaints(file, text)).toEqual([]);
});
