import { refuse } from '@master-ia/platform/kernel/decider.ts';
import { given, newIds } from '@master-ia/platform/testing/given.ts';
import { delivery } from './delivery.ts';

const id = (n: number) => newIds('delivery.spec').newId(n);
const [deliveryId, channelId] = [id(1), id(2)];
const received = { type: 'DeliveryReceived' as const, data: { deliveryId, channelId, size: 12, sha256: 'ab'.repeat(32) } };
const found = (problems: readonly { code: string }[], parser = 1) => ({
  type: 'DeliveryProblemsFound' as const,
  data: { deliveryId, channelId, size: 12, parser, problems },
});
const kept = given(delivery).events(received);

it('is received once', () => {
  given(delivery).when('ReceiveDelivery', received.data).then([received]);
  kept.when('ReceiveDelivery', received.data).then([]);
});
it('has problems, the same ones once', () => {
  kept.when('RecordDeliveryProblems', { deliveryId, parser: 1, problems: [{ code: 'not_json' }] }).then([found([{ code: 'not_json' }])]);
  kept
    .events(found([{ code: 'not_json' }]))
    .when('RecordDeliveryProblems', { deliveryId, parser: 2, problems: [{ code: 'not_json' }] })
    .then([]);
});
it('is cleared by a parser that finds none; none at first is nothing to tell', () => {
  kept
    .events(found([{ code: 'not_json' }]))
    .when('RecordDeliveryProblems', { deliveryId, parser: 2, problems: [] })
    .then([found([], 2)]);
  kept.when('RecordDeliveryProblems', { deliveryId, parser: 1, problems: [] }).then([]);
});
it('that never came has no problems', () =>
  given(delivery).when('RecordDeliveryProblems', { deliveryId, parser: 1, problems: [] }).then(refuse('not_found')));
