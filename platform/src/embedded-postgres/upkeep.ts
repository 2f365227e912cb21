import type { Engine } from './engine.ts';
import type { Session } from './session.ts';

/** What a postmaster's background processes would do: without one there is no autovacuum, no checkpointer and no WAL writer. */
export interface UpkeepPace {
  readonly tickMs: number;
  /** How often the statistics are looked at, if anything has run since. */
  readonly scanMs: number;
  /** Rest before a small table is vacuumed; large ones want longer. */
  readonly idleMs: number;
  /** After so long without a rest a small table is vacuumed under traffic; large ones wait longer. */
  readonly patienceMs: number;
}

export const UPKEEP_PACE: UpkeepPace = { tickMs: 500, scanMs: 10_000, idleMs: 1000, patienceMs: 60_000 };

/** A checkpoint bounds the WAL on the disk and the time of a recovery: 40 MB replay in well under a second. */
const CHECKPOINT_WAL_BYTES = 64 * 1024 * 1024;
const CHECKPOINT_MS = 5 * 60_000;

const WAL = `select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn), pg_current_wal_insert_lsn() > pg_current_wal_flush_lsn() from pg_control_checkpoint()`;
/** Writes one empty record and syncs everything before it: transactions that did not wait for the disk are then on it too. */
const FLUSH_WAL = `select pg_logical_emit_message(false, '', '', true)`;
/** Autovacuum's own thresholds; the freeze age is half of its limit. */
const TABLES = `
  select format('%I.%I', s.schemaname, s.relname), pg_total_relation_size(s.relid),
    s.n_dead_tup > 50 + 0.2 * greatest(c.reltuples, 0) or s.n_ins_since_vacuum > 1000 + 0.2 * greatest(c.reltuples, 0) or age(c.relfrozenxid) > 100000000,
    s.n_mod_since_analyze > 50 + 0.1 * greatest(c.reltuples, 0)
  from pg_stat_all_tables s join pg_class c on c.oid = s.relid
  where c.relkind in ('r', 'm') and s.schemaname <> 'pg_toast'`;

interface Chore {
  readonly sql: string;
  readonly megabytes: number;
  readonly since: number;
}

const between = (low: number, value: number, high: number) => Math.max(low, Math.min(value, high));

/** Starts the upkeep; the result stops it. `writable` is false while the disk is nearly full. */
export function startUpkeep(
  session: Session,
  engine: Engine,
  o: { now: () => number; writable: () => boolean; failed: (what: string, e: unknown) => void; pace?: UpkeepPace },
): () => void {
  const pace = o.pace ?? UPKEEP_PACE;
  const chores = new Map<string, Chore>();
  let flushedAt = 0;
  let scannedAt = 0;
  let lastScan = o.now();
  let lastCheckpoint = o.now();
  let busy = false;

  const flush = async () => {
    const used = session.transactions();
    if (used === flushedAt) return;
    const walBytes = await session.between('facts', () => {
      const [bytes, unsynced] = engine.rows(WAL)[0] ?? [];
      if (unsynced === 't') engine.rows(FLUSH_WAL);
      return Number(bytes);
    });
    flushedAt = used;
    const overdue = o.now() - lastCheckpoint > CHECKPOINT_MS && session.idleFor(pace.idleMs);
    if (walBytes > CHECKPOINT_WAL_BYTES || overdue) {
      await session.between('facts', () => engine.rows('checkpoint'));
      lastCheckpoint = o.now();
    }
  };

  const scan = async () => {
    const used = session.transactions();
    if (used === scannedAt || o.now() - lastScan < pace.scanMs) return;
    const tables = await session.between('vacuum', () => {
      engine.rows('select pg_stat_force_next_flush()');
      return engine.rows(TABLES);
    });
    scannedAt = used;
    lastScan = o.now();
    const due = new Map<string, Chore>();
    for (const [table, bytes, vacuum, analyze] of tables) {
      if (!table || (vacuum !== 't' && analyze !== 't')) continue;
      const sql = vacuum === 't' ? `vacuum ${analyze === 't' ? '(analyze) ' : ''}${table}` : `analyze ${table}`;
      due.set(table, { sql, megabytes: Number(bytes) / 1e6, since: chores.get(table)?.since ?? o.now() });
    }
    chores.clear();
    for (const [table, chore] of due) chores.set(table, chore);
  };

  /** One table at a time, and only what fits: a vacuum of 13 MB takes 33 ms, during which everybody waits. */
  const clean = async () => {
    for (const [table, chore] of chores) {
      const rest = between(pace.idleMs, chore.megabytes * 20, 60_000);
      const patience = between(pace.patienceMs, (pace.patienceMs * chore.megabytes) / 32, 30 * pace.patienceMs);
      if (!session.idleFor(rest) && o.now() - chore.since < patience) continue;
      chores.delete(table);
      await session.between('vacuum', () => engine.rows(chore.sql)).catch((e: unknown) => o.failed(chore.sql, e));
      return;
    }
  };

  const tick = async () => {
    if (busy) return;
    busy = true;
    try {
      await flush();
      if (o.writable()) {
        await scan();
        await clean();
      }
    } catch (e) {
      o.failed('upkeep', e);
    } finally {
      busy = false;
    }
  };
  const timer = setInterval(() => void tick(), pace.tickMs);
  return () => clearInterval(timer);
}
