import { Pool } from 'pg';
import type { Connection } from '@master-ia/platform/postgres/database.ts';

// The least that a micro-batched append can be: one plpgsql call per flush, an identity column for the order, two indexes, no envelope, no repeats, no notice.
const TABLE = `
  create schema baseline;
  create table baseline.ev (pos bigint generated always as identity primary key, stream text not null, ver int not null, type text not null, data jsonb not null,
    at timestamptz not null default now(), unique (stream, ver));
  create function baseline.append_batch(s text[], e int[], n int[], t text[], d jsonb[]) returns int[] language plpgsql as $$
  declare i int; p int := 0; cur int; res int[] := '{}';
  begin
    perform pg_advisory_xact_lock(4711);
    for i in 1 .. cardinality(s) loop
      select coalesce(max(ver), 0) into cur from baseline.ev where stream = s[i];
      if cur = e[i] then
        if n[i] = 1 then insert into baseline.ev (stream, ver, type, data) values (s[i], cur + 1, t[p + 1], d[p + 1]);
        else insert into baseline.ev (stream, ver, type, data) select s[i], cur + k, t[p + k], d[p + k] from generate_series(1, n[i]) k; end if;
        res := res || (cur + n[i]);
      else res := res || -1; end if;
      p := p + n[i];
    end loop;
    return res;
  end $$`;
const CALL = { name: 'baseline_append', text: 'select baseline.append_batch($1, $2, $3, $4, $5::jsonb[]) r' };
const MAX_BATCH = 500;

type Waiting = {
  readonly stream: string;
  readonly expected: number;
  readonly data: string;
  readonly done: (version: number) => void;
  readonly failed: (e: unknown) => void;
};
export type RawAppend = { append(stream: string, expected: number, data: string): Promise<number>; close(): Promise<void> };

/** The raw plpgsql micro-batched append that ours is compared with; a version counts from 1, `expected` 0 is a new stream. */
export const openRawAppend = async (connection: Connection): Promise<RawAppend> => {
  const pool = new Pool({ ...connection, max: 8 });
  await pool.query(TABLE);
  const queue: Waiting[] = [];
  let busy = false;
  const flush = async (): Promise<void> => {
    while (queue.length > 0) {
      const batch = queue.splice(0, MAX_BATCH);
      try {
        const values = [
          batch.map((x) => x.stream),
          batch.map((x) => x.expected),
          batch.map(() => 1),
          batch.map(() => 'MessageReceived'),
          batch.map((x) => x.data),
        ];
        const { rows } = await pool.query<{ r: number[] }>({ ...CALL, values });
        batch.forEach((x, i) => {
          const version = rows[0]?.r[i] ?? -1;
          if (version < 0) x.failed(new Error('conflict'));
          else x.done(version);
        });
      } catch (e) {
        for (const x of batch) x.failed(e);
      }
    }
    busy = false;
  };
  return {
    append: (stream, expected, data) =>
      new Promise((done, failed) => {
        queue.push({ stream, expected, data, done, failed });
        if (busy) return;
        busy = true;
        setImmediate(() => void flush());
      }),
    close: () => pool.end(),
  };
};
