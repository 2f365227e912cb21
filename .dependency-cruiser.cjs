// The import rules of the design: who may know whom. scripts/import-rules.spec.ts proves that they bite.
const services = 'command-service|projection-service|query-gateway|connectors';
const domains =
  'tenancy|channels|contacts|conversations|templates|campaigns|leads|automations|personas|calls|notifications|analytics|ingest';
/** Folders of platform/ that are no adapters. */
const core = 'kernel|projector|ports|runtime|crypto|http|phone|contracts|testing|migrations';
const spec = '\\.(spec|contract)\\.ts$';
/** Programs that put adapters together: they may know everything. */
const tests = `${spec}|\\.child\\.ts$|(^|/)testing(/|\\.ts$)|^platform/src/contracts/|^app/(e2e|bench|screens)/`;
const composition = `(^|/)main\\.ts$|^app/|^scripts/|${tests}`;
/** Beside deciders: what keeps facts, sends commands, knows ports. */
const besideDeciders = 'reactions|processes?|facts|early-evidence|unused-uploads';

/** Each vendor package belongs to the folders named; tests may use it as an independent client. */
const vendors = {
  pg: ['platform/src/postgres'],
  '@electric-sql/pglite': ['platform/src/embedded-postgres'],
  undici: ['platform/src/http'],
  pino: ['platform/src/runtime'],
  'prom-client': ['platform/src/runtime'],
  'libphonenumber-js': ['platform/src/phone'],
  'ipaddr\\.js': ['platform/src/http'],
  '@apollo/server': ['query-gateway/src'],
  '@as-integrations/express5': ['query-gateway/src'],
  '@graphql-tools/schema': ['query-gateway/src'],
  dataloader: ['query-gateway/src'],
  compression: ['query-gateway/src'],
  express: ['query-gateway/src', 'connectors/src'],
  busboy: ['connectors/src', 'query-gateway/src'],
  ws: ['query-gateway/src'],
  'graphql-ws': ['query-gateway/src', 'frontend'],
  'playwright-core': ['app/e2e', 'app/screens'],
  '@axe-core/playwright': ['app/e2e', 'app/screens'],
  kafkajs: ['platform/src/kafka'],
  '@eventstore/db-client': ['platform/src/eventstoredb'],
  ioredis: ['platform/src/redis'],
};
const vendorRules = Object.entries(vendors).map(([name, folders]) => ({
  name: `vendor-${name.replace(/\\|@/g, '').replace(/[/.]/g, '-')}`,
  comment: `${name} is imported by ${folders.join(' and ')} only`,
  severity: 'error',
  from: { pathNot: `^(${folders.join('|')})/|${tests}` },
  to: { path: `(^|node_modules/)${name}(/|$)`, pathNot: '^[a-z-]+/src/' },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'resolvable', comment: 'an import that finds nothing', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-cycles',
      comment: 'modules that need each other to load (types alone may point both ways)',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'schemas-are-a-leaf',
      comment: 'the contract is browser-safe and imports zod only',
      severity: 'error',
      from: { path: '^schemas/src/', pathNot: tests },
      to: { pathNot: '^schemas/src/|(^|node_modules/)zod(/|$)' },
    },
    {
      name: 'platform-knows-no-domain',
      comment: 'platform imports the contract and the envelope only, and no service',
      severity: 'error',
      from: { path: '^platform/src/' },
      to: { path: `^(schemas|${services}|frontend|app)/`, pathNot: '^schemas/src/(contract|envelope)\\.ts$' },
    },
    {
      name: 'services-are-apart',
      comment: 'services never import each other',
      severity: 'error',
      from: { path: `^(${services})/` },
      to: { path: `^(${services})/`, pathNot: '^$1/' },
    },
    {
      name: 'app-is-the-root',
      comment: 'nothing imports the composition root',
      severity: 'error',
      from: { pathNot: '^(app|scripts)/' },
      to: { path: '^app/' },
    },
    {
      name: 'domains-are-apart',
      comment: "a domain folder reacts to another domain's events and never imports it",
      severity: 'error',
      from: { path: `^(${services}|frontend)/src/((?:app/)?(?:features/)?)(${domains})/` },
      to: { path: `^$1/src/$2(${domains})/`, pathNot: '^$1/src/$2$3/' },
    },
    {
      name: 'deciders-are-pure',
      comment:
        'deciders import schemas and the kernel only, and functions that are as pure: phone numbers, hashes (lint keeps randomness out)',
      severity: 'error',
      from: { path: `^command-service/src/(${domains})/`, pathNot: `/(${besideDeciders})\\.ts$|${tests}` },
      to: { pathNot: '^command-service/src/$1/|^schemas/src/|^platform/src/(kernel|phone)/|^crypto$|(^|node_modules/)zod(/|$)' },
    },
    {
      name: 'reactions-use-ports',
      comment: 'reactions know schemas, kernel, ports and runtime',
      severity: 'error',
      from: { path: `^command-service/src/(${domains})/(${besideDeciders})\\.ts$` },
      to: {
        pathNot: '^command-service/src/$1/|^schemas/src/|^platform/src/(kernel|ports|runtime|phone)/|^crypto$|(^|node_modules/)zod(/|$)',
      },
    },
    {
      name: 'projections-are-pure',
      comment: 'views import schemas and the kernel only',
      severity: 'error',
      from: { path: `^projection-service/src/(${domains})/`, pathNot: tests },
      to: { pathNot: '^projection-service/src/$1/|^schemas/src/|^platform/src/(kernel|phone)/|(^|node_modules/)zod(/|$)' },
    },
    {
      name: 'adapters-are-chosen-by-main',
      comment: "services know ports; an engine's adapter is imported by main.ts files, app/ and tests",
      severity: 'error',
      from: { path: `^(${services})/`, pathNot: composition },
      to: { path: '^platform/src/', pathNot: `^platform/src/(${core})/` },
    },
    {
      name: 'adapters-are-apart',
      comment: 'an adapter, like the rest of platform, knows the ports and not another adapter',
      severity: 'error',
      from: { path: '^platform/src/([^/]+)/', pathNot: composition },
      to: { path: '^platform/src/[^/]+/', pathNot: `^platform/src/($1|${core})/|^platform/src/postgres/errors\\.ts$` },
    },
    {
      name: 'tests-are-not-product',
      comment: 'the product imports no test code',
      severity: 'error',
      from: { pathNot: `${tests}|(^|/)(jest|setup-jest)[^/]*$` },
      to: { path: `${spec}|\\.child\\.ts$|/src/testing(/|\\.ts$)|/testing\\.ts$|^platform/src/contracts/`, pathNot: 'node_modules' },
    },
    {
      name: 'connectors-do-not-know-the-simulator',
      comment: 'the simulator stands for the provider: nothing that proves the connector may come from its own code',
      severity: 'error',
      from: { path: '^connectors/src/', pathNot: `/simulator/|${tests}` },
      to: { path: '^connectors/src/.*/simulator/' },
    },
    {
      name: 'the-simulator-does-not-know-connectors',
      comment: 'the simulator stands for the provider',
      severity: 'error',
      from: { path: '^connectors/src/.*/simulator/', pathNot: tests },
      to: { path: '^connectors/src/', pathNot: '^connectors/src/.*/simulator/' },
    },
    {
      name: 'console-knows-schemas',
      comment: 'the console imports schemas and nothing else of ours',
      severity: 'error',
      from: { path: '^frontend/' },
      to: { path: `^(platform|${services}|app|scripts)/` },
    },
    {
      name: 'console-parts-know-no-feature',
      comment: 'core and presentational parts of the console do not import features',
      severity: 'error',
      from: { path: '^frontend/src/app/(core|ui)/' },
      to: { path: '^frontend/src/app/features/' },
    },
    {
      name: 'console-ui-is-presentational',
      comment: 'ui/ takes inputs and gives outputs: no session, no GraphQL',
      severity: 'error',
      from: { path: '^frontend/src/app/ui/', pathNot: tests },
      to: { path: '^frontend/src/app/core/(apollo|session|live)|(^|node_modules/)(apollo-angular|@apollo/client)(/|$)' },
    },
    {
      name: 'declared',
      comment: "a package is declared in its workspace's own package.json",
      severity: 'error',
      from: { path: `^(schemas|platform|${services}|frontend)/src/`, pathNot: tests },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    ...vendorRules,
  ],
  options: {
    exclude: {
      path: '^(frontend/(dist|\\.angular|coverage)|data|screens|coverage|connectors/specs|connectors/src/.*/public)/|\\.gql\\.ts$',
    },
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
    },
    cache: false,
  },
};
