import type { Position } from '@master-ia/schemas/contract.ts';
import type { EventOpener } from '@master-ia/platform/kernel/events.ts';
import type { Send } from '@master-ia/platform/kernel/reaction.ts';
import type { Ids } from '@master-ia/platform/ports/clock.ts';
import type { Commands } from '@master-ia/platform/ports/commands.ts';
import type { EventStore } from '@master-ia/platform/ports/event-store.ts';
import type { FactStore } from '@master-ia/platform/ports/facts.ts';
import { ingestSteps, INGEST, type IngestOptions } from './reaction.ts';

export type Reparsed = { readonly deliveries: number; readonly refused: readonly { readonly deliveryId: string; readonly code: string }[] };

/** Runs the parser again over stored deliveries: adds what was missed, corrects what was misread, repeats nothing. */
export const reparse = async (
  o: Omit<IngestOptions, 'correct'> & {
    readonly store: EventStore;
    readonly opener: EventOpener;
    readonly facts: Pick<FactStore, 'one'>;
    readonly commands: Commands;
    readonly ids: Ids;
    readonly since?: Date;
    readonly onProgress?: (deliveries: number) => void;
  },
): Promise<Reparsed> => {
  const steps = ingestSteps({ raw: o.raw, correct: true, ...(o.kinds && { kinds: o.kinds }) });
  const head = await o.store.head();
  let after: Position | 'start' = 'start';
  let deliveries = 0;
  const refused: { deliveryId: string; code: string }[] = [];
  while (after === 'start' || after < head) {
    const page = await o.store.all(after, { max: 500, domains: ['ingest'] });
    for (const raw of page.events) {
      if (raw.type !== 'DeliveryReceived' || (o.since && raw.at < o.since)) continue;
      const { data } = o.opener.closed(raw) as { data: { deliveryId: string; channelId: string } };
      deliveries++;
      for (const s of (await steps(
        { ...data, tenant: raw.tenant, at: raw.at },
        { one: (fact, key) => o.facts.one(raw.tenant, fact, key) },
      )) as readonly Send[]) {
        const answer = await o.commands.send({
          name: s.command,
          id: o.ids.from(INGEST, s.fact, s.command),
          tenant: raw.tenant,
          data: s.data,
          actor: { kind: 'connector', id: INGEST },
          causationId: raw.id,
        });
        if (!answer.ok && !s.tolerate?.includes(answer.refusal.code))
          refused.push({ deliveryId: data.deliveryId, code: answer.refusal.code });
      }
    }
    o.onProgress?.(deliveries);
    if (page.next === after) break;
    after = page.next;
  }
  return { deliveries, refused };
};
