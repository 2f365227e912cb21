import { createHash } from 'node:crypto';
import { eventSealer, type Draft } from '@master-ia/platform/kernel/events.ts';
import type { Metadata } from '@master-ia/platform/kernel/metadata.ts';
import { registry } from '@master-ia/platform/kernel/registry.ts';
import type { RawEvent } from '@master-ia/platform/ports/event-store.ts';
import type { KeyVault } from '@master-ia/platform/ports/key-vault.ts';
import type { Database } from '@master-ia/platform/ports/sql.ts';
import { uuidFrom } from '@master-ia/platform/runtime/ids.ts';
import { domains } from '@master-ia/schemas/domains.ts';
import type { ConversationPlace, Happened } from './conversations.ts';

const PAGE = 2_000;
/** Keys made in one statement. */
const KEYS = 500;
const CHANNEL = uuidFrom('bench', 'channel');
const FINGERPRINT = 'f'.repeat(64);
const COLUMNS = [
  'position',
  'stream',
  'revision',
  'id',
  'tenant',
  'domain',
  'type',
  'version',
  'key',
  'at',
  'payload',
  'metadata',
] as const;
const TYPES = ['bigint', 'text', 'int', 'uuid', 'uuid', 'text', 'text', 'int', 'text', 'timestamptz', 'text', 'text'] as const;
// Straight into the log: through the store the same rows would take several times as long.
const INSERT = `
  insert into log.event (${COLUMNS.join(', ')}) select position, stream, revision, id, tenant, domain, type, version, key, at, payload::json, metadata::json
  from unnest(${TYPES.map((t, i) => `$${i + 1}::${t}[]`).join(', ')}) u (${COLUMNS.join(', ')})`;

type Typed = { readonly type: string; readonly data: unknown; readonly actor: Metadata['a'] };
const typed = ({ told, messageId, place: { conversationId, contactId } }: Happened): Typed => {
  const target = { messageId, conversationId };
  const at = { ...target, contactId, channelId: CHANNEL };
  const connector = { kind: 'connector', id: 'whatsapp_ingest' } as const;
  const providerId = `wamid.${messageId}`;
  const providerKey = createHash('sha256').update(providerId).digest('hex');
  if (told.kind === 'in')
    return {
      type: 'MessageReceived',
      actor: connector,
      data: {
        ...at,
        providerId,
        providerKey,
        kind: 'text',
        content: { kind: 'text', text: told.text },
        fingerprint: FINGERPRINT,
        replyToMessageId: null,
        forwarded: false,
        silent: false,
        deliveryId: messageId,
      },
    };
  if (told.kind === 'out')
    return {
      type: 'MessageRequested',
      actor: { kind: 'user', id: CHANNEL },
      data: {
        ...at,
        kind: 'text',
        content: { kind: 'text', text: told.text },
        mediaId: null,
        replyToMessageId: null,
        windowed: true,
        test: false,
      },
    };
  const attempt = { ...at, attempt: 1, providerKey };
  if (told.status === 'accepted') return { type: 'SendAccepted', actor: connector, data: { ...attempt, providerId, held: false } };
  return {
    type: 'MessageStatusReported',
    actor: connector,
    data: { ...attempt, providerId: null, deliveryId: messageId, status: told.status, code: null, reason: null },
  };
};

/** Writes what happened as the product's own sealed events, behind what the log holds. Answers how many. */
export const writeLog = async (
  db: Database,
  vault: KeyVault,
  of: readonly ConversationPlace[],
  happened: Iterable<Happened>,
): Promise<number> => {
  const tenants = Map.groupBy(of, (p) => p.tenant);
  for (const [tenant, list] of tenants)
    for (let i = 0; i < list.length; i += KEYS)
      await vault.ensure(
        tenant,
        list.slice(i, i + KEYS).map((p) => ({ kind: 'contact', id: p.contactId })),
      );
  const sealer = eventSealer(registry(domains), vault);
  const revisions = new Map<string, number>();
  const [store] = (await db.query<{ position: string }>('select position from log.store')).rows;
  let position = Number(store?.position ?? 0);
  let columns: unknown[][] = COLUMNS.map(() => []);
  const flush = async (): Promise<void> => {
    if (columns[0]!.length === 0) return;
    await db.query(INSERT, columns, { name: 'bench_log' });
    columns = COLUMNS.map(() => []);
  };
  let count = 0;
  for (const h of happened) {
    const { type, data, actor } = typed(h);
    const stream = `message-${h.messageId}`;
    const revision = (revisions.get(stream) ?? -1) + 1;
    revisions.set(stream, revision);
    const id = uuidFrom('bench', stream, String(revision));
    const draft: Draft = { id, type, data, tenant: h.place.tenant, stream, domain: 'conversations', key: h.place.conversationId, at: h.at };
    const metadata: Metadata = { c: id, b: FINGERPRINT, a: actor, r: id, o: h.at.toISOString() };
    const [e] = (await sealer.seal([draft], metadata)) as readonly [RawEvent];
    [++position, stream, revision, e.id, e.tenant, e.domain, e.type, e.version, e.key, e.at.toISOString(), e.payload, e.metadata].forEach(
      (v, i) => columns[i]!.push(v),
    );
    if (++count % PAGE === 0) await flush();
  }
  await flush();
  await db.query('update log.store set position = $1', [position]);
  await db.query('analyze log.event');
  return count;
};
