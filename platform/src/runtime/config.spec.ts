import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidConfiguration, isLoopback, ownUrl, publicUrl, readConfig } from './config.ts';

const KEY = Buffer.from('8f3a1c77e5b2904d6a1f0e9d8c7b6a5f4e3d2c1b0a99887766554433221100ff', 'hex').toString('base64');
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'mia-config-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const read = (env: Record<string, string | undefined>) => readConfig({ DATA_DIR: dir, ...env });
const refused = (env: Record<string, string | undefined>): readonly string[] => {
  try {
    read(env);
  } catch (e) {
    if (e instanceof InvalidConfiguration) return e.lines;
    throw e;
  }
  return [];
};

test('without any variable everything is embedded, with the demo, on loopback', () => {
  const c = readConfig({}, { cwd: dir });
  expect(c).toMatchObject({
    port: 5000,
    host: '127.0.0.1',
    dataDir: join(dir, 'data'),
    demo: true,
    databaseUrl: undefined,
    admin: undefined,
    logLevel: 'info',
    metaGraphVersion: 'v23.0',
  });
  expect(publicUrl(c)).toBe('http://localhost:5000');
});
test('the master key is made once, kept readable by its owner only, and found again', () => {
  const first = read({}).masterKey;
  const file = join(dir, 'master.key');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(Buffer.from(readFileSync(file, 'utf8'), 'base64')).toHaveLength(32);
  expect(read({}).masterKey.equals(first)).toBe(true);
});
test('a kept master key that was cut off is refused, not replaced', () => {
  writeFileSync(join(dir, 'master.key'), 'AAAA\n');
  expect(refused({})).toEqual([expect.stringMatching(/^MASTER_KEY: must be 32 bytes/)]);
  expect(readFileSync(join(dir, 'master.key'), 'utf8')).toBe('AAAA\n');
});
test('a master key that differs from the kept one is refused', () => {
  read({});
  expect(refused({ MASTER_KEY: KEY })).toEqual([expect.stringMatching(/^MASTER_KEY: is another key/)]);
});
test('real engines: the demo is off unless asked for, the key is required', () => {
  const env = { DATABASE_URL: 'postgres://u:p@db/mia', MASTER_KEY: KEY };
  expect(read(env)).toMatchObject({ demo: false, databaseUrl: env.DATABASE_URL });
  expect(read({ ...env, DEMO: 'on' }).demo).toBe(true);
  expect(refused({ DATABASE_URL: env.DATABASE_URL })).toEqual([expect.stringMatching(/^MASTER_KEY: required when DATABASE_URL/)]);
});
test.each([
  ['PORT', '80.5'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['HOST', 'localhost:5000'],
  ['PUBLIC_URL', 'example.com'],
  ['PUBLIC_URL', 'https://example.com/app'],
  ['PUBLIC_URL', 'ftp://example.com'],
  ['DEMO', 'true'],
  ['MASTER_KEY', 'not base64!'],
  ['MASTER_KEY', Buffer.alloc(16, 7).toString('base64')],
  ['MASTER_KEY', Buffer.alloc(32).toString('base64')],
  ['MASTER_KEY', Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')],
  ['MASTER_KEY', Buffer.from(Array.from({ length: 32 }, (_, i) => i)).toString('base64')],
  ['DATABASE_URL', 'mysql://u:p@db/mia'],
  ['DATABASE_URL', 'db:5432'],
  ['LOG_LEVEL', 'verbose'],
  ['META_GRAPH_VERSION', '23'],
  ['META_GRAPH_URL', 'graph.local'],
  ['METRICS_TOKEN', 'short'],
])('%s=%s is refused by name, on one line', (name, value) => {
  const lines = refused({ ...(name === 'DATABASE_URL' ? { MASTER_KEY: KEY } : {}), [name]: value });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(new RegExp(`^${name}: \\S`));
  expect(lines[0]).not.toContain('\n');
});
test.each(['EVENTSTORE_URL', 'KAFKA_BROKERS', 'KAFKA_SASL_USERNAME', 'REDIS_URL', 'COMMAND_URL'])(
  '%s belongs to a later version',
  (name) => {
    expect(refused({ [name]: 'x://y' })).toEqual([`${name}: not supported by this version`]);
  },
);
test('media in a bucket belong to a later version', () => {
  expect(refused({ MEDIA_URL: 's3://bucket' })).toEqual([expect.stringMatching(/^MEDIA_URL: not supported by this version/)]);
});
test('the first owner is all three variables or none', () => {
  const admin = { ADMIN_EMAIL: 'ana@example.com', ADMIN_PASSWORD: 'a long enough one', ADMIN_COMPANY: 'Ana Ltda' };
  expect(read(admin).admin).toEqual({ email: 'ana@example.com', password: 'a long enough one', company: 'Ana Ltda' });
  expect(refused({ ...admin, ADMIN_COMPANY: undefined })).toEqual([expect.stringMatching(/^ADMIN_COMPANY: must be set too/)]);
});
test('a sample password is refused, and no secret is repeated in a refusal', () => {
  const lines = refused({
    ADMIN_EMAIL: 'nobody',
    ADMIN_PASSWORD: 'Changeme123',
    ADMIN_COMPANY: 'x',
    MASTER_KEY: 'hunter2hunter2',
    DATABASE_URL: 'http://u:hunter3@db',
  });
  expect(lines.map((l) => l.split(':')[0]).sort()).toEqual(['ADMIN_EMAIL', 'ADMIN_PASSWORD', 'DATABASE_URL', 'MASTER_KEY']);
  expect(lines.join('\n')).not.toMatch(/Changeme|hunter/);
});
test('everything that is wrong is told at once', () => {
  expect(refused({ PORT: 'x', HOST: ' : ', REDIS_URL: 'redis://r', DEMO: 'maybe' }).map((l) => l.split(':')[0])).toEqual([
    'REDIS_URL',
    'PORT',
    'HOST',
    'DEMO',
  ]);
});
test('an empty variable counts as unset', () => {
  expect(read({ PORT: '', DATABASE_URL: ' ', PUBLIC_URL: '' })).toMatchObject({ port: 5000, databaseUrl: undefined, publicUrl: undefined });
});
test('a public URL is an origin', () => {
  expect(publicUrl(read({ PUBLIC_URL: 'https://Mia.Example.com/' }))).toBe('https://mia.example.com');
  expect(publicUrl(read({ HOST: '::1', PORT: '0' }), 4711)).toBe('http://localhost:4711');
  expect(publicUrl(read({ HOST: 'fd00::1' }))).toBe('http://[fd00::1]:5000');
});

it('reaches itself where it listens', () => {
  const own = (HOST: string): readonly [string, boolean] => [ownUrl(read({ HOST }), 4711), isLoopback(read({ HOST }))];
  expect(own('127.0.0.1')).toEqual(['http://127.0.0.1:4711', true]);
  expect(own('localhost')).toEqual(['http://localhost:4711', true]);
  expect(own('::1')).toEqual(['http://[::1]:4711', true]);
  expect(own('0.0.0.0')).toEqual(['http://127.0.0.1:4711', false]);
  expect(own('::')).toEqual(['http://[::1]:4711', false]);
  expect(own('192.0.2.2')).toEqual(['http://192.0.2.2:4711', false]);
  expect(own('fd00::1')).toEqual(['http://[fd00::1]:4711', false]);
});
