import { Pool, types, type ClientConfig, type PoolClient, type QueryResult } from 'pg';
import type { Log } from '../ports/log.ts';
import type { Database, Row, Sql } from '../ports/sql.ts';
import { DatabaseUnavailable, TransactionAborted, codeOf, connectionLost, isUnavailable, notSent } from './errors.ts';
import { openListener } from './listener.ts';
import { PrefixedQuery, type Prefix } from './prefixed-query.ts';

/** Where the database is: a URL, or the embedded one's socket. */
export type Connection = {
  readonly connectionString?: string;
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
};
/** Told to the server as `application_name`; the embedded one picks the next transaction by it. */
export type Lane = 'log' | 'query' | 'facts' | 'live' | 'queue' | 'rebuild' | 'vacuum';
export type QueryOptions = { readonly name?: string; readonly durable?: boolean; readonly prefix?: readonly Prefix[] };
/** The port, and for the adapters beside it: statements that go ahead of a query, or of a transaction's first one, in the same round trip. */
export interface PostgresDatabase extends Database {
  query<R = Row>(text: string, values?: readonly unknown[], o?: QueryOptions): Promise<{ readonly rows: R[]; readonly rowCount: number }>;
  tx<T>(fn: (q: Sql) => Promise<T>, o?: { readonly durable?: boolean; readonly prefix?: readonly Prefix[] }): Promise<T>;
}

const DATE = 1082;
/** int8 and numeric stay strings (`pg`'s default), `date` too: a Date would be midnight in the machine's own zone. */
const parsers = {
  getTypeParser: ((oid: number, format?: string): unknown =>
    oid === DATE ? (text: string) => text : types.getTypeParser(oid, format as 'text')) as typeof types.getTypeParser,
};
const BEGIN: Prefix = { name: 'mia_begin', text: 'begin' };
const NOT_SYNCED: Prefix = { name: 'mia_not_synced', text: "select set_config('synchronous_commit', 'off', true)" };

/**
 * Every statement here has an index. A plan that was made and kept while its table was small or not yet analysed must not read all of it when it has grown
 * (measured: 3 ms instead of 0.05 after 6,000 rows). Where there is only the scan its price would start the JIT compiler.
 */
const PLANNING = '-c enable_seqscan=off -c jit=off';

export const clientConfig = (connection: Connection, lane: Lane): ClientConfig => ({
  ...connection,
  application_name: lane,
  ...(lane !== 'rebuild' && lane !== 'vacuum' && { options: PLANNING }),
  keepAlive: true,
  connectionTimeoutMillis: 10_000,
  types: parsers,
});

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
type Result<R> = { rows: R[]; rowCount: number; command: string };

const run = <R>(
  client: PoolClient,
  text: string,
  values: readonly unknown[],
  o: QueryOptions | undefined,
  prefix: readonly Prefix[],
): Promise<Result<R>> =>
  new Promise((resolve, reject) => {
    const config = { text, values: values as unknown[], ...(o?.name === undefined ? {} : { name: o.name }) };
    const callback = (e: Error | null | undefined, r: unknown): void => {
      if (e) return reject(e);
      // Several statements in one simple query answer with an array: the last one counts.
      const result = (Array.isArray(r) ? r.at(-1) : r) as QueryResult;
      resolve({ rows: result.rows as R[], rowCount: result.rowCount ?? 0, command: result.command });
    };
    if (prefix.length > 0) client.query(new PrefixedQuery(prefix, { ...config, callback }));
    else client.query(config, callback);
  });

/** Several statements in one text go by the simple protocol, which nothing can go ahead of. A semicolon in a literal only costs a round trip. */
const several = (text: string, values: readonly unknown[], o: QueryOptions | undefined): boolean =>
  values.length === 0 && o?.name === undefined && /;\s*\S/.test(text);
/** Statements that a changed table leaves unusable on this connection: a new connection parses them again. */
const stale = (e: unknown): boolean => codeOf(e) === '26000' || (codeOf(e) === '0A000' && /cached plan/.test((e as Error).message));

/**
 * A pool of at most `max` connections. A server that restarts is waited for (up to `patienceMs`) as long as nothing was sent;
 * what was under way fails with {@link DatabaseUnavailable}, which says whether it may have been done.
 */
export const openDatabase = (o: {
  readonly connection: Connection;
  readonly lane: Lane;
  readonly max: number;
  readonly log: Log;
  readonly patienceMs?: number;
}): PostgresDatabase => {
  const config = clientConfig(o.connection, o.lane);
  const pool = new Pool({ ...config, max: o.max, idleTimeoutMillis: 60_000 });
  pool.on('error', (e) => o.log.debug({ lane: o.lane, code: codeOf(e) }, 'idle database connection lost'));
  // A connection that breaks while it is lent out fails its query; its own error event must not end the process.
  pool.on('connect', (c) => c.on('error', () => undefined));
  const listener = openListener(config, o.log);

  const acquire = async (): Promise<PoolClient> => {
    let left = o.patienceMs ?? 5_000;
    for (let wait = 25; ; wait = Math.min(wait * 2, 400)) {
      try {
        return await pool.connect();
      } catch (e) {
        if (!isUnavailable(e)) throw e;
        if (left <= 0 || pool.ending) throw new DatabaseUnavailable(e, false);
        await pause(wait);
        left -= wait;
      }
    }
  };
  const giveBack = (client: PoolClient, e?: unknown): void => client.release(connectionLost(e) || stale(e));

  const query: PostgresDatabase['query'] = async <R>(text: string, values: readonly unknown[] = [], q?: QueryOptions) => {
    const prefix = [...(q?.durable === false ? [NOT_SYNCED] : []), ...(q?.prefix ?? [])];
    if (prefix.length > 0 && several(text, values, q)) return tx((inside) => inside.query<R>(text), { prefix });
    // Every connection of the pool may have died with the server.
    for (let dead = 0; ; dead++) {
      const client = await acquire();
      try {
        const r = await run<R>(client, text, values, q, prefix);
        giveBack(client);
        return r;
      } catch (e) {
        giveBack(client, e);
        if (notSent(e) && dead < o.max) continue;
        throw isUnavailable(e) ? new DatabaseUnavailable(e, connectionLost(e) && !notSent(e)) : e;
      }
    }
  };

  const tx: PostgresDatabase['tx'] = async (fn, t) => {
    // BEGIN travels with the first statement; a transaction without statements sends nothing.
    const start = [BEGIN, ...(t?.durable === false ? [NOT_SYNCED] : []), ...(t?.prefix ?? [])];
    let client: PoolClient | undefined;
    let first: Promise<unknown> | undefined;
    let over = false;
    const begin = async <R>(text: string, values: readonly unknown[], q?: QueryOptions): Promise<Result<R>> => {
      // Until it has an answer nobody has seen anything of this transaction, and nothing of it is committed: another connection may begin it.
      // But a statement that reached the server is sent a second time only: it may be what ended the server.
      for (let [dead, sent] = [0, 0]; ; dead++) {
        client = await acquire();
        try {
          if (!several(text, values, q)) return await run<R>(client, text, values, q, start);
          await run(client, 'select 1', [], undefined, start);
          return await run<R>(client, text, values, q, []);
        } catch (e) {
          if (!notSent(e)) sent++;
          if (!connectionLost(e) || sent > 1 || dead === o.max) throw e;
          giveBack(client, e);
          client = undefined;
        }
      }
    };
    const q: Sql = {
      query: async <R>(text: string, values: readonly unknown[] = [], qo?: { readonly name?: string }) => {
        if (over) throw new Error('the transaction is over');
        if (!first) {
          const begun = begin<R>(text, values, qo);
          first = begun;
          return begun;
        }
        await first;
        if (over || !client) throw new Error('the transaction is over');
        return run<R>(client, text, values, qo, []);
      },
    };
    try {
      const answer = await fn(q);
      if (!first) return answer;
      await first;
      over = true;
      const ended = await run(client!, 'commit', [], undefined, []).catch((e: unknown) => {
        throw isUnavailable(e) ? new DatabaseUnavailable(e, true) : e;
      });
      if (ended.command !== 'COMMIT') throw new TransactionAborted('a statement of the transaction had failed');
      giveBack(client!);
      client = undefined;
      return answer;
    } catch (e) {
      over = true;
      if (first) await first.catch(() => undefined);
      if (client) {
        const lost = connectionLost(e)
          ? e
          : await run(client, 'rollback', [], undefined, []).then(
              () => undefined,
              (r: unknown) => r,
            );
        client.release(lost !== undefined || stale(e));
      }
      throw isUnavailable(e) && !(e instanceof DatabaseUnavailable) ? new DatabaseUnavailable(e, false) : e;
    }
  };

  return {
    query,
    tx,
    listen: (channel, on) => listener.listen(channel, on),
    close: async () => {
      await listener.close();
      await pool.end();
    },
  };
};
