import { ERASED } from '@master-ia/schemas/contract.ts';
import { sendIntent } from './intent.ts';

const asked = {
  type: 'MessageRequested',
  data: {
    messageId: 'm',
    conversationId: 'c',
    contactId: 'k',
    channelId: 'h',
    kind: 'text',
    content: { kind: 'text', text: 'Oi' },
    mediaId: null,
    replyToMessageId: null,
    windowed: true,
    test: false,
  },
};
const of = (type: string, attempt: number, more: object = {}) => ({
  type,
  data: { messageId: 'm', conversationId: 'c', attempt, ...more },
});
const started = (n: number) => of('SendStarted', n);
const refused = (n: number, final: boolean) => of('SendRefused', n, { code: 'x', reason: null, final });
const intent = (...events: readonly object[]) => sendIntent([asked, ...events] as never);

it.each([
  ['asked for: the first attempt', [], { attempt: 1, inDoubt: false, notProcessed: 0 }],
  ['started and nothing else: in doubt', [started(1)], { attempt: 1, inDoubt: true }],
  ['not processed: the next attempt', [started(1), refused(1, false)], { attempt: 2, inDoubt: false, notProcessed: 1 }],
  ['not processed twice', [started(1), refused(1, false), started(2), refused(2, false)], { attempt: 3, notProcessed: 2 }],
  ['started again: that one is in doubt', [started(1), refused(1, false), started(2)], { attempt: 2, inDoubt: true }],
  [
    'retried by a person: counted anew',
    [started(1), refused(1, false), started(2), refused(2, true), of('MessageRetryRequested', 3, { again: false })],
    { attempt: 3, inDoubt: false, notProcessed: 0 },
  ],
  [
    'in doubt and said again',
    [started(1), of('SendUnknown', 1, { why: 'x' }), of('MessageRetryRequested', 2, { again: true })],
    { attempt: 2, inDoubt: false },
  ],
])('%s', (_, events, expected) => expect(intent(...events)).toMatchObject(expected));

it.each([
  ['accepted', [started(1), of('SendAccepted', 1, { channelId: 'h', providerKey: 'k', providerId: 'p', held: false })]],
  ['refused for good', [started(1), refused(1, true)]],
  ['known to be in doubt', [started(1), of('SendUnknown', 1, { why: 'x' })]],
  ['expired', [of('SendExpired', 1)]],
  [
    'told of by the provider',
    [
      started(1),
      of('MessageStatusReported', 1, { channelId: 'h', providerKey: 'k', providerId: null, status: 'sent', code: null, reason: null }),
    ],
  ],
])('what is %s is nothing to do', (_, events) => expect(intent(...events)).toBeNull());

it('a status of another attempt leaves this one in doubt', () => {
  const late = of('MessageStatusReported', 1, {
    channelId: 'h',
    providerKey: 'k',
    providerId: null,
    status: 'sent',
    code: null,
    reason: null,
  });
  expect(
    intent(started(1), of('SendUnknown', 1, { why: 'x' }), of('MessageRetryRequested', 2, { again: true }), started(2), late),
  ).toMatchObject({ attempt: 2, inDoubt: true });
});
it.each([
  ['nothing', {}, null],
  ['what it quotes', { replyToMessageId: 'q' }, 'q'],
  ['what it reacts to', { content: { kind: 'reaction', targetMessageId: 'r', emoji: '👍' } }, 'r'],
])('is about %s', (_, more, about) =>
  expect(sendIntent([{ ...asked, data: { ...asked.data, ...more } }] as never)).toMatchObject({ about }),
);
it('what was never asked for, or is erased, is nothing to do', () => {
  expect(sendIntent([])).toBeNull();
  expect(sendIntent([{ ...asked, data: { ...asked.data, content: ERASED } }] as never)).toBeNull();
});
