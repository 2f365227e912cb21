import { execFile, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { silent } from '../ports/log.ts';
import type { Raw } from '../ports/event-store.ts';
import { openDatabase } from '../postgres/database.ts';
import { migrate } from '../postgres/migrate.ts';
import { testDatabases } from '../testing/postgres.ts';
import { openSqlEventStore } from './sql.ts';

const PROCESSES = 4;
const EVENTS = 10_000;
const program = fileURLToPath(new URL('./append-many.child.ts', import.meta.url));

describe.each(testDatabases())('one log for many processes on $name', (engine) => {
  const children: ChildProcess[] = [];
  afterAll(() => children.forEach((c) => c.kill('SIGKILL')));
  const appendMany = (name: string, connection: object): Promise<string> =>
    new Promise((resolve, reject) => {
      const child = execFile(process.execPath, [program, name, String(EVENTS), JSON.stringify(connection)], (e, out, err) =>
        e ? reject(new Error(err, { cause: e })) : resolve(out),
      );
      children.push(child);
    });

  it(`shows a follower what ${PROCESSES} processes append at once: every event once, in order, without a gap`, async () => {
    const made = await engine.open();
    const db = openDatabase({ connection: made.connection, lane: 'live', max: 2, log: silent });
    await migrate(db, { log: silent });
    const store = await openSqlEventStore({ db, log: silent });
    const stop = new AbortController();
    const got: Raw[] = [];
    const whole = store.tail(
      'start',
      async (batch) => {
        got.push(...batch);
        if (got.length >= PROCESSES * EVENTS) stop.abort();
      },
      stop.signal,
    );
    const lasts = await Promise.all(Array.from({ length: PROCESSES }, (_, i) => appendMany(`writer${i}`, made.connection))).catch(
      (e: unknown) => {
        stop.abort();
        throw e;
      },
    );
    await whole;

    expect(got.map((e) => Number(e.position))).toEqual(Array.from({ length: PROCESSES * EVENTS }, (_, i) => i + 1));
    expect(lasts.sort().at(-1)).toBe(got.at(-1)!.position);
    const told = got.map((e) => JSON.parse(e.payload) as { of: string; n: number });
    for (let p = 0; p < PROCESSES; p++) {
      const mine = told.filter((t) => t.of === `writer${p}`).map((t) => t.n);
      expect(mine.sort((a, b) => a - b)).toEqual(Array.from({ length: EVENTS }, (_, i) => i));
    }
    const next = new Map<string, number>();
    const wrong = got.filter((e) => {
      const expected = next.get(e.stream) ?? 0;
      next.set(e.stream, expected + 1);
      return e.revision !== expected;
    });
    expect(wrong).toEqual([]);
    expect(next.get('shared')).toBe((PROCESSES * EVENTS) / 250);
    await store.close();
    await db.close();
    await made.drop();
  }, 60_000);
});
