import { delivery as aggregate } from '@master-ia/schemas/ingest/delivery.ts';
import { decider, none, refuse } from '@master-ia/platform/kernel/decider.ts';

type State = { readonly channelId: string; readonly size: number; readonly problems: string };
const idOf = (d: { readonly deliveryId: string }) => ({ id: d.deliveryId });
const answer = (_: State, d: { readonly deliveryId: string }) => ({ deliveryId: d.deliveryId });

export const delivery = decider<typeof aggregate, 'not_found'>()<State>({
  aggregate,
  initial: { channelId: '', size: 0, problems: '[]' },
  target: { ReceiveDelivery: idOf, RecordDeliveryProblems: idOf },
  prepare: { ReceiveDelivery: none, RecordDeliveryProblems: none },
  decide: {
    ReceiveDelivery: (s, d) => (s.channelId === '' ? [{ type: 'DeliveryReceived', data: d }] : []),
    RecordDeliveryProblems: (s, d) =>
      s.channelId === ''
        ? refuse('not_found')
        : s.problems === JSON.stringify(d.problems)
          ? []
          : [
              {
                type: 'DeliveryProblemsFound',
                data: { deliveryId: d.deliveryId, channelId: s.channelId, size: s.size, parser: d.parser, problems: d.problems },
              },
            ],
  },
  evolve: {
    DeliveryReceived: (s, e) => ({ ...s, channelId: e.data.channelId, size: e.data.size }),
    DeliveryProblemsFound: (s, e) => ({ ...s, problems: JSON.stringify(e.data.problems) }),
  },
  result: { ReceiveDelivery: answer, RecordDeliveryProblems: answer },
});
