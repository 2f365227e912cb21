import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
type Violation = { readonly from: string; readonly to: string; readonly rule: { readonly name: string } };

/** A small tree with the project's folders, in which each file breaks one rule, or none. */
const broken: readonly (readonly [file: string, imports: string, rule: string])[] = [
  ['command-service/src/http/routes.ts', '@master-ia/query-gateway/server.ts', 'services-are-apart'],
  ['query-gateway/src/leads/resolvers.ts', '@master-ia/projection-service/leads/board.ts', 'services-are-apart'],
  ['command-service/src/contacts/contact.ts', '../leads/lead.ts', 'domains-are-apart'],
  ['projection-service/src/contacts/list.ts', '../leads/board.ts', 'domains-are-apart'],
  ['frontend/src/app/features/contacts/page.ts', '../leads/page.ts', 'domains-are-apart'],
  ['command-service/src/channels/channel.ts', '@master-ia/platform/ports/clock.ts', 'deciders-are-pure'],
  ['command-service/src/channels/token.ts', 'node:fs', 'deciders-are-pure'],
  ['command-service/src/channels/reactions.ts', '@master-ia/platform/postgres/database.ts', 'reactions-use-ports'],
  ['projection-service/src/leads/funnel.ts', '@master-ia/platform/ports/clock.ts', 'projections-are-pure'],
  ['query-gateway/src/server.ts', '@master-ia/platform/postgres/database.ts', 'adapters-are-chosen-by-main'],
  ['connectors/src/dispatch/worker.ts', '@master-ia/platform/work-queue/sql.ts', 'adapters-are-chosen-by-main'],
  ['platform/src/timers/sql.ts', '../postgres/database.ts', 'adapters-are-apart'],
  ['platform/src/kernel/decider.ts', '@master-ia/schemas/leads/lead.ts', 'platform-knows-no-domain'],
  ['platform/src/kernel/handler.ts', '@master-ia/command-service/leads/lead.ts', 'platform-knows-no-domain'],
  ['platform/src/kernel/feed.ts', '../testing/world.ts', 'tests-are-not-product'],
  ['platform/src/timers/listen.ts', 'pg', 'vendor-pg'],
  ['connectors/src/sms/send.ts', 'undici', 'vendor-undici'],
  ['query-gateway/src/log.ts', 'pino', 'vendor-pino'],
  ['connectors/src/whatsapp/cloud/client.ts', '../simulator/ledger.ts', 'connectors-do-not-know-the-simulator'],
  ['connectors/src/whatsapp/simulator/graph.ts', '../cloud/parse.ts', 'the-simulator-does-not-know-connectors'],
  ['frontend/src/app/core/session.ts', '@master-ia/platform/ports/clock.ts', 'console-knows-schemas'],
  ['schemas/src/leads/money.ts', 'node:crypto', 'schemas-are-a-leaf'],
  ['schemas/src/leads/board.ts', '@master-ia/platform/ports/clock.ts', 'schemas-are-a-leaf'],
  ['query-gateway/src/demo.ts', '../../app/src/demo.ts', 'app-is-the-root'],
  ['platform/src/runtime/log.ts', './nowhere.ts', 'resolvable'],
  ['platform/src/runtime/a.ts', './b.ts', 'no-cycles'],
];
const sound: readonly (readonly [file: string, imports: string])[] = [
  ['platform/src/ports/clock.ts', ''],
  ['platform/src/postgres/database.ts', 'pg'],
  ['platform/src/postgres/database.spec.ts', 'pg'],
  ['platform/src/work-queue/sql.ts', '../ports/clock.ts'],
  ['platform/src/testing/world.ts', '../postgres/database.ts'],
  ['platform/src/runtime/b.ts', './a.ts'],
  ['platform/src/timers/testing.ts', '../postgres/database.ts'],
  ['command-service/src/leads/hash.ts', 'node:crypto'],
  ['platform/src/kernel/projection.ts', '@master-ia/schemas/contract.ts'],
  ['schemas/src/contract.ts', 'zod'],
  ['schemas/src/leads/lead.ts', '../contract.ts'],
  ['command-service/src/leads/lead.ts', '@master-ia/schemas/leads/lead.ts'],
  ['command-service/src/leads/reactions.ts', '@master-ia/platform/ports/clock.ts'],
  ['command-service/src/main.ts', '@master-ia/platform/postgres/database.ts'],
  ['projection-service/src/leads/board.ts', '@master-ia/platform/kernel/projection.ts'],
  ['connectors/src/whatsapp/cloud/parse.ts', '@master-ia/platform/ports/clock.ts'],
  ['connectors/src/whatsapp/cloud/parse.spec.ts', '../simulator/ledger.ts'],
  ['connectors/src/whatsapp/simulator/ledger.ts', ''],
  ['frontend/src/app/features/leads/page.ts', '@master-ia/schemas/leads/lead.ts'],
  ['app/src/demo.ts', '@master-ia/platform/work-queue/sql.ts'],
];
const workspaces = ['schemas', 'platform', 'command-service', 'projection-service', 'query-gateway', 'connectors', 'frontend', 'app'];
const vendors = ['pg', 'undici', 'pino', 'zod'];

const put = (dir: string, file: string, content: string): void => {
  mkdirSync(dirname(join(dir, file)), { recursive: true });
  writeFileSync(join(dir, file), content);
};

let found: readonly Violation[] = [];
beforeAll(() => {
  const dir = mkdtempSync(join(tmpdir(), 'import-rules-'));
  try {
    const dependencies = Object.fromEntries([...vendors, ...workspaces.map((w) => `@master-ia/${w}`)].map((name) => [name, '1.0.0']));
    mkdirSync(join(dir, 'node_modules/@master-ia'), { recursive: true });
    for (const w of workspaces) {
      put(
        dir,
        `${w}/package.json`,
        JSON.stringify({ name: `@master-ia/${w}`, type: 'module', exports: { './*': './src/*' }, dependencies }),
      );
      symlinkSync(join(dir, w), join(dir, 'node_modules/@master-ia', w));
    }
    for (const v of vendors) {
      put(dir, `node_modules/${v}/package.json`, JSON.stringify({ name: v, version: '1.0.0', main: 'index.js' }));
      put(dir, `node_modules/${v}/index.js`, 'export default 1;');
    }
    put(dir, 'package.json', JSON.stringify({ name: 'fixture', type: 'module', dependencies }));
    for (const [file, imports] of [...broken, ...sound]) put(dir, file, imports === '' ? 'export {};' : `import '${imports}';\n`);
    const cruise = [
      join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
      '--config',
      join(root, '.dependency-cruiser.cjs'),
    ];
    const json = execFileSync(process.execPath, [...cruise, '--output-type', 'json', '.'], { cwd: dir, encoding: 'utf8', timeout: 60_000 });
    found = (JSON.parse(json) as { readonly summary: { readonly violations: readonly Violation[] } }).summary.violations;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}, 60_000);

test.each(broken)('%s may not import %s (%s)', (file, _imports, rule) => {
  expect(found.filter((v) => v.from === file).map((v) => v.rule.name)).toContain(rule);
});

test('what the design allows is allowed', () => {
  const allowed = new Set(sound.map(([file]) => file));
  // One half of the cycle stands among the sound files.
  expect(found.filter((v) => allowed.has(v.from) && v.rule.name !== 'no-cycles')).toEqual([]);
});
