import { fakeClock } from '@master-ia/platform/runtime/clock.ts';
import { silent } from '@master-ia/platform/ports/log.ts';
import { openDatabase, type PostgresDatabase } from '@master-ia/platform/postgres/database.ts';
import { migrate } from '@master-ia/platform/postgres/migrate.ts';
import { uuidFrom } from '@master-ia/platform/runtime/ids.ts';
import { testDatabases, type TestDatabase } from '@master-ia/platform/testing/postgres.ts';
import { earlyEvidence, strayEvidence } from './early-evidence.ts';

describe.each(testDatabases())('early evidence on $name', (engine) => {
  let made: TestDatabase | undefined;
  let db: PostgresDatabase | undefined;
  beforeAll(async () => {
    made = await engine.open();
    db = openDatabase({ connection: made.connection, lane: 'queue', max: 2, log: silent });
    await migrate(db, { log: silent });
  }, 60_000);
  afterAll(async () => {
    await db?.close();
    await made?.drop();
  });

  it('waits for its message for 30 days, once however often it came, and goes then', async () => {
    const clock = fakeClock();
    const early = earlyEvidence(db!);
    const place = { tenant: uuidFrom('company'), channelId: uuidFrom('channel'), providerKey: 'ab' };
    const status = (name: string) => ({ id: uuidFrom(name), command: 'RecordStatus', data: { status: name } });
    for (const name of ['sent', 'sent']) await early.put(place, status(name), clock.now());
    clock.advance(20 * 86_400_000);
    await early.put(place, status('delivered'), clock.now());
    const found = async () => (await early.find(place.tenant, place.channelId, place.providerKey)).map((w) => w.data['status']);
    const { task } = strayEvidence({ early, clock });
    const never = new AbortController().signal;
    expect(await task(never)).toBe(0);
    expect(await found()).toEqual(['sent', 'delivered']);
    clock.advance(10 * 86_400_000 + 1);
    expect(await task(never)).toBe(1);
    expect(await found()).toEqual(['delivered']);
  });

  it('goes however much of it there is', async () => {
    const clock = fakeClock();
    await db!.query(
      `insert into work.early_evidence (tenant, channel_id, provider_key, id, command, at)
       select $1, $1, i::text, $1, '{}', $2 from generate_series(1, 1200) i`,
      [uuidFrom('another'), clock.now()],
    );
    clock.advance(31 * 86_400_000);
    expect(await earlyEvidence(db!).purge(clock.now())).toBeGreaterThanOrEqual(1200);
    expect((await db!.query('select 1 from work.early_evidence')).rows).toEqual([]);
  });
});
