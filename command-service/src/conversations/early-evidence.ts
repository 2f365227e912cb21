import type { Periodic } from '@master-ia/platform/kernel/periodic.ts';
import type { Clock } from '@master-ia/platform/ports/clock.ts';
import type { Database } from '@master-ia/platform/ports/sql.ts';

/** In slices: one long statement would hold everything else up on the embedded database. */
const SLICE = 500;
const PURGE = `delete from work.early_evidence where (tenant, channel_id, provider_key, id) in
  (select tenant, channel_id, provider_key, id from work.early_evidence where at < $1 order by at limit $2)`;

/** A command that waits for its message: evidence came before what it is about. Nothing personal in it. */
export type Waiting = { readonly id: string; readonly command: string; readonly data: Readonly<Record<string, unknown>> };
export type EarlyEvidence = {
  /** Kept once per id; durable when it resolves. */
  put(place: { readonly tenant: string; readonly channelId: string; readonly providerKey: string }, w: Waiting, at: Date): Promise<void>;
  find(tenant: string, channelId: string, providerKey: string): Promise<readonly Waiting[]>;
  /** Lets go what has waited since before that moment; answers how much. What was found stays until then too: it is recorded once, by its id. */
  purge(before: Date): Promise<number>;
};

export const earlyEvidence = (db: Database): EarlyEvidence => ({
  put: async (p, w, at) => {
    await db.query(
      'insert into work.early_evidence (tenant, channel_id, provider_key, id, command, at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing',
      [p.tenant, p.channelId, p.providerKey, w.id, JSON.stringify({ command: w.command, data: w.data }), at],
    );
  },
  find: async (tenant, channelId, providerKey) => {
    const { rows } = await db.query<{ id: string; command: { command: string; data: Record<string, unknown> } }>(
      'select id, command from work.early_evidence where tenant = $1 and channel_id = $2 and provider_key = $3 order by at, id',
      [tenant, channelId, providerKey],
    );
    return rows.map((r) => ({ id: r.id, ...r.command }));
  },
  purge: async (before) => {
    for (let all = 0; ;) {
      const { rowCount } = await db.query(PURGE, [before, SLICE], { durable: false });
      all += rowCount;
      if (rowCount < SLICE) return all;
    }
  },
});

const DAY_MS = 24 * 3_600_000;
/** A provider tells what became of a message for 30 days. */
const KEPT_MS = 30 * DAY_MS;
/** Lets evidence go whose message never came. */
export const strayEvidence = (ports: { readonly early: Pick<EarlyEvidence, 'purge'>; readonly clock: Clock }): Periodic => ({
  name: 'stray_evidence',
  everyMs: DAY_MS / 24,
  task: () => ports.early.purge(new Date(ports.clock.now().getTime() - KEPT_MS)),
});
