import { refuse } from '@master-ia/platform/kernel/decider.ts';
import { given, newIds } from '@master-ia/platform/testing/given.ts';
import { positionOf } from '@master-ia/platform/testing/project.ts';
import { reading } from './reading.ts';

const conversationId = newIds('reading.spec').newId(1);
const read = (n: number) => ({ type: 'ConversationRead' as const, data: { conversationId, upTo: positionOf(n) } });
const seen = { prepared: { seen: true, head: positionOf(30) } };

it('moves forward only', () => {
  given(reading)
    .when('MarkConversationRead', read(20).data, seen)
    .then([read(20)]);
  given(reading).events(read(20)).when('MarkConversationRead', read(20).data, seen).then([]);
  given(reading).events(read(20)).when('MarkConversationRead', read(9).data, seen).then([]);
  given(reading)
    .events(read(20))
    .when('MarkConversationRead', read(21).data, seen)
    .then([read(21)]);
});
it.each(['9'.repeat(20), '9'.repeat(41), positionOf(31)])('reaches no further than the end of the store: %s', (upTo) => {
  given(reading)
    .when('MarkConversationRead', { conversationId, upTo }, seen)
    .then([read(30)]);
  given(reading).events(read(30)).when('MarkConversationRead', { conversationId, upTo }, seen).then([]);
});
it('is not there for who may not see the conversation', () =>
  given(reading)
    .when('MarkConversationRead', read(20).data, { prepared: { ...seen.prepared, seen: false } })
    .then(refuse('not_found')));
