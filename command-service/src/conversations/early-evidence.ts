import type { Database } from '@master-ia/platform/ports/sql.ts';

/** A command that waits for its message: evidence came before what it is about. Nothing personal in it. */
export type Waiting = { readonly id: string; readonly command: string; readonly data: Readonly<Record<string, unknown>> };
export type EarlyEvidence = {
  /** Kept once per id; durable when it resolves. */
  put(place: { readonly tenant: string; readonly channelId: string; readonly providerKey: string }, w: Waiting, at: Date): Promise<void>;
  find(tenant: string, channelId: string, providerKey: string): Promise<readonly Waiting[]>;
  drop(tenant: string, channelId: string, providerKey: string, ids: readonly string[]): Promise<void>;
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
  drop: async (tenant, channelId, providerKey, ids) => {
    await db.query('delete from work.early_evidence where tenant = $1 and channel_id = $2 and provider_key = $3 and id = any($4::uuid[])', [
      tenant,
      channelId,
      providerKey,
      ids,
    ]);
  },
});
