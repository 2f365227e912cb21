import { refuse } from '@master-ia/platform/kernel/decider.ts';
import { COMMAND, given, newIds } from '@master-ia/platform/testing/given.ts';
import { shownStatus } from '@master-ia/schemas/conversations/status.ts';
import { latest, statusOf } from './message-state.ts';
import { message } from './message.ts';

const id = (n: number) => newIds('message.spec').newId(n);
const [messageId, conversationId, contactId, channelId, deliveryId] = [id(1), id(2), id(3), id(4), id(5)];
/** Stands for the keyed hash: nothing here depends on more than that equal ids have equal ones. */
const keyOf = (providerId: string): string => Buffer.from(providerId).toString('hex').padEnd(64, '0');
const place = { messageId, conversationId, contactId, channelId };
const target = { messageId, conversationId };
const content = { kind: 'text' as const, text: 'Olá' };
const asked = {
  type: 'MessageRequested' as const,
  data: {
    ...place,
    kind: 'text' as const,
    content,
    mediaId: null,
    replyToMessageId: null,
    windowed: true,
    test: false,
  },
};
const received = {
  type: 'MessageReceived' as const,
  data: {
    ...place,
    providerId: 'wamid.in',
    providerKey: keyOf('wamid.in'),
    kind: 'text' as const,
    content,
    fingerprint: 'f1',
    replyToMessageId: null,
    forwarded: false,
    silent: false,
    deliveryId,
  },
};
const started = (attempt: number) => ({ type: 'SendStarted' as const, data: { ...target, attempt } });
const accepted = (attempt: number, providerId = `wamid.${attempt}`) => ({
  type: 'SendAccepted' as const,
  data: { ...target, contactId, channelId, attempt, providerId, providerKey: keyOf(providerId), held: false },
});
const refused = (attempt: number, final: boolean, code = '131047') => ({
  type: 'SendRefused' as const,
  data: { ...target, attempt, code, reason: null, final },
});
const unknown = (attempt: number) => ({ type: 'SendUnknown' as const, data: { ...target, attempt, why: 'timeout' } });
const expired = (attempt: number) => ({ type: 'SendExpired' as const, data: { ...target, attempt } });
const retried = (attempt: number, again = false) => ({ type: 'MessageRetryRequested' as const, data: { ...target, attempt, again } });
const reported = (
  attempt: number,
  status: 'sent' | 'delivered' | 'read' | 'failed',
  o: { readonly of?: string; readonly providerId?: string | null } = {},
) => ({
  type: 'MessageStatusReported' as const,
  data: {
    ...target,
    contactId,
    channelId,
    attempt,
    providerKey: keyOf(o.of ?? `wamid.${attempt}`),
    providerId: o.providerId ?? null,
    deliveryId,
    status,
    code: status === 'failed' ? '131026' : null,
    reason: null,
  },
});
const status = (s: 'sent' | 'delivered' | 'read' | 'failed', attempt: number | null = 1, providerId = 'wamid.1') => ({
  messageId,
  attempt,
  providerKey: keyOf(providerId),
  providerId,
  deliveryId,
  status: s,
  code: s === 'failed' ? '131026' : null,
  reason: null,
});
const key = { prepared: { providerKey: keyOf('wamid.1') } };
const said = given(message).events(asked);
const sending = said.events(started(1));
const seen = { prepared: { seen: true } };
const unseen = { prepared: { seen: false } };

describe('an inbound message', () => {
  const receive = {
    ...place,
    providerId: 'wamid.in',
    deliveryId,
    content,
    replyToProviderId: null,
    replyToMessageId: null,
    forwarded: false,
  };
  const print = { prepared: { fingerprint: 'f1', silent: false, providerKey: keyOf('wamid.in') } };
  it('is kept with its content', () => given(message).when('ReceiveMessage', receive, print).then([received]));
  it('is kept once, whatever is told later', () => {
    given(message).events(received).when('ReceiveMessage', receive, print).then([]);
    given(message)
      .events(received)
      .when(
        'ReceiveMessage',
        { ...receive, content: { kind: 'text', text: 'other' } },
        { prepared: { ...print.prepared, fingerprint: 'f2' } },
      )
      .then([]);
  });
  it('of a blocked contact is silent', () =>
    given(message)
      .when('ReceiveMessage', receive, { prepared: { ...print.prepared, silent: true } })
      .then([{ ...received, data: { ...received.data, silent: true } }]));

  const correct = {
    ...place,
    parser: 2,
    content: { kind: 'text' as const, text: 'Olá, tudo bem?' },
    replyToProviderId: null,
    replyToMessageId: null,
    forwarded: false,
  };
  const corrected = {
    type: 'MessageCorrected' as const,
    data: { ...place, kind: 'text' as const, content: correct.content, fingerprint: 'f2', replyToMessageId: null, parser: 2 },
  };
  it('is corrected by a parser that understands more', () =>
    given(message)
      .events(received)
      .when('CorrectMessage', correct, { prepared: { fingerprint: 'f2', silent: false } })
      .then([corrected]));
  it('is not corrected by the same content', () => {
    given(message)
      .events(received)
      .when('CorrectMessage', correct, { prepared: { fingerprint: 'f1', silent: false } })
      .then([]);
    given(message)
      .events(received, corrected)
      .when('CorrectMessage', { ...correct, parser: 3 }, { prepared: { fingerprint: 'f2', silent: false } })
      .then([]);
  });
  it('cannot be corrected when it never came, or was ours', () => {
    given(message)
      .when('CorrectMessage', correct, { prepared: { fingerprint: 'f2', silent: false } })
      .then(refuse('not_found'));
    said.when('CorrectMessage', correct, { prepared: { fingerprint: 'f2', silent: false } }).then(refuse('not_found'));
  });
  it('keeps its file once, and tells of a failure only while there is none', () => {
    const file = { messageId, mediaId: id(6), mime: 'image/jpeg', size: 10, sha256: 'ab'.repeat(32) };
    const kept = {
      type: 'MediaStored' as const,
      data: { ...target, mediaId: file.mediaId, mime: file.mime, size: 10, sha256: file.sha256 },
    };
    const failed = { type: 'MediaFailed' as const, data: { ...target, code: 'too_large' } };
    given(message).events(received).when('RecordMedia', file).then([kept]);
    given(message).events(received, kept).when('RecordMedia', file).then([]);
    given(message).events(received).when('RecordMediaFailure', { messageId, code: 'too_large' }).then([failed]);
    given(message).events(received, kept).when('RecordMediaFailure', { messageId, code: 'too_large' }).then([]);
    given(message).events(received, failed).when('RecordMedia', file).then([kept]);
    said.when('RecordMedia', file).then(refuse('not_found'));
    said.when('RecordMediaFailure', { messageId, code: 'x' }).then(refuse('not_found'));
  });
  it.each(['RetryMessage', 'MarkMessageSent', 'SendMessageAgain'] as const)('is nothing for %s', (command) =>
    given(message).events(received).when(command, { messageId }, seen).then(refuse('not_found')),
  );
  it('takes no status', () => given(message).events(received).when('RecordStatus', status('read')).then(refuse('not_found')));
});

describe('a message to send', () => {
  const body = { conversationId, outgoing: { text: 'Olá' } };
  const composed = { content, mediaId: null, windowed: true };
  const prepared = { place: { conversationId, contactId, channelId }, composed, replyToMessageId: null };
  it('is requested with what was prepared', () => {
    const { newId } = newIds(COMMAND);
    given(message)
      .when('SendMessage', body, { prepared })
      .then([{ ...asked, data: { ...asked.data, messageId: newId(0) } }]);
    expect(given(message).when('SendMessage', body, { prepared }).result).toEqual({ messageId: newId(0), conversationId });
  });
  it('is refused with what preparing found', () =>
    given(message)
      .when('SendMessage', body, { prepared: refuse('window_closed') })
      .then(refuse('window_closed')));

  it('is started once per attempt, when it is due', () => {
    said.when('StartSend', { messageId, attempt: 1 }).then([started(1)]);
    sending.when('StartSend', { messageId, attempt: 1 }).then(refuse('not_due'));
    said.when('StartSend', { messageId, attempt: 2 }).then(refuse('not_due'));
    given(message).when('StartSend', { messageId, attempt: 1 }).then(refuse('not_due'));
  });
  it('is not started again by itself after an outcome', () => {
    for (const outcome of [accepted(1), refused(1, true), unknown(1)])
      for (const attempt of [1, 2]) sending.events(outcome).when('StartSend', { messageId, attempt }).then(refuse('not_due'));
  });
  it('that was not processed is due again as the next attempt', () => {
    const again = sending.events(refused(1, false, '130429'));
    again.when('StartSend', { messageId, attempt: 2 }).then([started(2)]);
    again.when('StartSend', { messageId, attempt: 1 }).then(refuse('not_due'));
    expect(statusOf(again.state)).toBe('QUEUED');
  });
  it('records its acceptance once, only for what was started', () => {
    const body1 = { messageId, attempt: 1, providerId: 'wamid.1' };
    sending.when('RecordSendAccepted', body1, key).then([accepted(1)]);
    sending.events(accepted(1)).when('RecordSendAccepted', body1, key).then([]);
    said.when('RecordSendAccepted', body1, key).then([]);
    sending
      .events(unknown(1))
      .when('RecordSendAccepted', body1, key)
      .then([accepted(1)]);
  });
  it('records a refusal of what is due or open, not of what has an outcome', () => {
    const no = { messageId, attempt: 1, code: '131047', reason: null, final: true };
    said.when('RecordSendRefused', no).then([refused(1, true)]);
    sending.when('RecordSendRefused', no).then([refused(1, true)]);
    for (const outcome of [accepted(1), unknown(1), refused(1, true)]) sending.events(outcome).when('RecordSendRefused', no).then([]);
    sending.events(refused(1, false)).when('RecordSendRefused', no).then([]);
  });
  it('records doubt once, only while nothing is known', () => {
    const doubt = { messageId, attempt: 1, why: 'timeout' };
    sending.when('RecordSendUnknown', doubt).then([unknown(1)]);
    for (const known of [accepted(1), unknown(1), refused(1, true)]) sending.events(known).when('RecordSendUnknown', doubt).then([]);
    said.when('RecordSendUnknown', doubt).then([]);
  });
  it('expires only when it still waits', () => {
    said.when('ExpireSend', { messageId, attempt: 1 }).then([expired(1)]);
    sending.when('ExpireSend', { messageId, attempt: 1 }).then([]);
    said.events(expired(1)).when('StartSend', { messageId, attempt: 1 }).then(refuse('not_due'));
    expect(shownStatus(said.events(expired(1)).state.attempts)).toEqual({ status: 'FAILED', failure: { code: 'expired' } });
  });
});

describe('the evidence of a send', () => {
  const permutations = <T>(items: readonly T[]): readonly (readonly T[])[] =>
    items.length < 2
      ? [items]
      : items.flatMap((x, i) => permutations([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [x, ...rest]));
  const orders = permutations(['sent', 'delivered', 'read', 'failed'] as const);

  it.each(orders.map((o) => [o.join(', '), o] as const))('shows READ after %s', (_, order) => {
    let now = sending.events(accepted(1));
    for (const s of order) {
      now.when('RecordStatus', status(s)).then([reported(1, s)]);
      now = now.events(reported(1, s));
      now.when('RecordStatus', status(s)).then([]);
    }
    expect(statusOf(now.state)).toBe('READ');
  });
  it('never goes backwards', () => {
    const rank = ['QUEUED', 'SENDING', 'UNKNOWN', 'ACCEPTED', 'SENT', 'FAILED', 'DELIVERED', 'READ'];
    for (const order of orders) {
      let now = sending.events(accepted(1));
      let before = -1;
      for (const s of order) {
        now = now.events(reported(1, s));
        expect(rank.indexOf(statusOf(now.state))).toBeGreaterThanOrEqual(before);
        before = rank.indexOf(statusOf(now.state));
      }
    }
  });
  it('comes before the acceptance is recorded', () => {
    sending.when('RecordStatus', status('delivered')).then([reported(1, 'delivered', { providerId: 'wamid.1' })]);
    const early = sending.events(reported(1, 'delivered'));
    early.when('RecordSendAccepted', { messageId, attempt: 1, providerId: 'wamid.1' }, key).then([accepted(1)]);
    expect(statusOf(early.events(accepted(1)).state)).toBe('DELIVERED');
  });
  it('overrides doubt', () => expect(statusOf(sending.events(unknown(1), reported(1, 'sent')).state)).toBe('SENT'));
  it('belongs to the attempt that the callback names, else to that of the provider’s id, else to the newest', () => {
    const twice = sending.events(unknown(1), retried(2, true), started(2), accepted(2));
    twice.when('RecordStatus', status('delivered', 1, 'wamid.1')).then([reported(1, 'delivered', { providerId: 'wamid.1' })]);
    twice.when('RecordStatus', status('delivered', null, 'wamid.2')).then([reported(2, 'delivered')]);
    twice.when('RecordStatus', status('delivered', 9, 'wamid.2')).then([reported(2, 'delivered')]);
    twice.when('RecordStatus', status('delivered', null, 'wamid.other')).then([reported(2, 'delivered', { of: 'wamid.other' })]);
  });
  it('of an earlier attempt shows when it reached the customer', () => {
    const twice = sending.events(unknown(1), retried(2, true), started(2), refused(2, true));
    expect(statusOf(twice.state)).toBe('FAILED');
    expect(statusOf(twice.events(reported(1, 'delivered')).state)).toBe('DELIVERED');
  });
});

describe('a person’s word', () => {
  const failed = sending.events(refused(1, true));
  const doubtful = sending.events(unknown(1));
  it('retries what failed, as the next attempt', () => {
    failed.when('RetryMessage', { messageId }, seen).then([retried(2)]);
    failed
      .events(retried(2))
      .when('StartSend', { messageId, attempt: 2 })
      .then([started(2)]);
    said
      .events(expired(1))
      .when('RetryMessage', { messageId }, seen)
      .then([retried(2)]);
    sending
      .events(accepted(1), reported(1, 'failed'))
      .when('RetryMessage', { messageId }, seen)
      .then([retried(2)]);
  });
  it('retries once', () => failed.events(retried(2)).when('RetryMessage', { messageId }, seen).then(refuse('not_failed')));
  it('retries nothing else', () => {
    for (const now of [said, sending, doubtful, sending.events(accepted(1)), sending.events(accepted(1), reported(1, 'delivered'))])
      now.when('RetryMessage', { messageId }, seen).then(refuse('not_failed'));
  });
  it('marks a doubtful send as sent, once', () => {
    const marked = { type: 'MessageMarkedSent' as const, data: { ...target, attempt: 1 } };
    doubtful.when('MarkMessageSent', { messageId }, seen).then([marked]);
    doubtful.events(marked).when('MarkMessageSent', { messageId }, seen).then(refuse('not_unknown'));
    expect(statusOf(doubtful.events(marked).state)).toBe('SENT');
    failed.when('MarkMessageSent', { messageId }, seen).then(refuse('not_unknown'));
  });
  it('sends a doubtful one again, once', () => {
    doubtful.when('SendMessageAgain', { messageId }, seen).then([retried(2, true)]);
    doubtful.events(retried(2, true)).when('SendMessageAgain', { messageId }, seen).then(refuse('not_unknown'));
    doubtful.events(retried(2, true)).when('MarkMessageSent', { messageId }, seen).then(refuse('not_unknown'));
    doubtful.events(reported(1, 'delivered')).when('SendMessageAgain', { messageId }, seen).then(refuse('not_unknown'));
  });
  it('does nothing for who may not see the conversation', () => {
    failed.when('RetryMessage', { messageId }, unseen).then(refuse('not_found'));
    doubtful.when('MarkMessageSent', { messageId }, unseen).then(refuse('not_found'));
    doubtful.when('SendMessageAgain', { messageId }, unseen).then(refuse('not_found'));
  });
  it('counts attempts on', () => {
    const third = failed.events(retried(2), started(2), refused(2, false), started(3), refused(3, true));
    third.when('RetryMessage', { messageId }, seen).then([retried(4)]);
    expect(latest(third.state)).toBe(3);
  });
});
