import type { FactShapes } from '@master-ia/schemas/facts/index.ts';
import type { IngestEvents } from '@master-ia/schemas/ingest/index.ts';
import { ignored, reaction, type Step } from '@master-ia/platform/kernel/reaction.ts';
import type { Facts } from '@master-ia/platform/kernel/decider.ts';
import type { RawDeliveries } from '@master-ia/platform/ports/raw-deliveries.ts';
import { PARSER_VERSION } from '../cloud/items.ts';
import type { KindTable } from '../cloud/kinds/kind-parser.ts';
import { kindTable } from '../cloud/kinds/table.ts';
import { readDelivery } from '../cloud/parse.ts';
import { understand, type Problem } from './commands.ts';

export const INGEST = 'whatsapp_ingest';

type Delivery = { readonly deliveryId: string; readonly channelId: string; readonly tenant: string; readonly at: Date };
export type IngestOptions = {
  readonly raw: RawDeliveries;
  readonly kinds?: KindTable;
  /** Read again: what was missed is added, what was misread is corrected. */ readonly correct?: boolean;
};

const problemStep = (d: Delivery, problems: readonly Problem[], correct: boolean): Step => ({
  kind: 'send',
  command: 'RecordDeliveryProblems',
  fact: correct ? `${d.deliveryId}:${String(PARSER_VERSION)}` : d.deliveryId,
  data: { deliveryId: d.deliveryId, parser: PARSER_VERSION, problems: problems.slice(0, 50) },
});

/** Reads the bytes of a delivery and says which commands follow. The same bytes give the same commands. */
export const ingestSteps =
  (o: IngestOptions) =>
  async (d: Delivery, facts: Facts): Promise<readonly Step[]> => {
    const bytes = await o.raw.get(d.tenant, d.deliveryId);
    const correct = o.correct ?? false;
    if (bytes === null) return [problemStep(d, [{ code: 'bytes_gone' }], correct)];
    const read = readDelivery(bytes, o.kinds ?? kindTable);
    if (!read.ok) return [problemStep(d, [{ code: read.why }], correct)];
    const numbers = [
      ...new Set(read.items.flatMap((i) => ('phoneNumberId' in i && i.phoneNumberId !== undefined ? [i.phoneNumberId] : []))),
    ];
    const channels = new Map(
      await Promise.all(numbers.map(async (n) => [n, (await facts.one<FactShapes['number']>('number', n))?.channelId] as const)),
    );
    const { commands, problems } = understand(
      read.items,
      { deliveryId: d.deliveryId, receivedAt: d.at, correct, channelOf: (n) => channels.get(n) },
      () => [d.channelId],
    );
    return [
      ...commands.map((c): Step => ({ kind: 'send', ...c })),
      ...(problems.length > 0 || correct ? [problemStep(d, problems, correct)] : []),
    ];
  };

/** Raw first: parsing is a reaction that can be mended and run again. */
export const ingestReaction = (o: IngestOptions) => {
  const steps = ingestSteps(o);
  return reaction<IngestEvents>({
    name: INGEST,
    domain: 'ingest',
    start: 'origin',
    on: {
      DeliveryReceived: (e, facts) =>
        steps({ deliveryId: e.data.deliveryId, channelId: e.data.channelId, tenant: e.meta.tenant, at: e.meta.at }, facts),
      DeliveryProblemsFound: ignored,
    },
  });
};
