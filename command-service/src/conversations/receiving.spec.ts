import { uuidFrom } from '@master-ia/platform/runtime/ids.ts';
import { COMPANY, memoryService, type MemoryService } from '../testing/memory-service.ts';

type Received = { readonly messageId: string; readonly conversationId: string; readonly contactId: string };
const delivery = uuidFrom('delivery');
const inbound = (channelId: string, n: number | string, sender: Record<string, string>, more: Record<string, unknown> = {}) => ({
  channelId,
  providerId: `wamid.${n}`,
  deliveryId: delivery,
  toldAt: '2026-01-15T11:59:00.000Z',
  sender,
  content: { kind: 'text', text: `n ${n}` },
  parser: 1,
  ...more,
});
const open = async () => {
  const s = memoryService();
  await s.found();
  const channelId = await s.channel();
  return {
    ...s,
    channelId,
    receive: (n: number | string, sender: Record<string, string>, more: Record<string, unknown> = {}) =>
      s.done<Received>('ReceiveInbound', inbound(channelId, n, sender, more)),
  };
};
const count = async (s: Pick<MemoryService, 'raw'>, type: string): Promise<number> => (await s.raw()).filter((e) => e.type === type).length;

describe('a first message', () => {
  it('makes contact, conversation and message, in this order', async () => {
    const s = await open();
    const before = (await s.raw()).length;
    const got = await s.receive(1, { phone: '+5511987654321', profileName: 'Ana' });
    expect((await s.raw()).slice(before).map((e) => e.type)).toEqual([
      'AddressClaimed',
      'ContactCreated',
      'ContactAddressAdded',
      'ConversationOpened',
      'MessageReceived',
    ]);
    const message = (await s.events()).at(-1)!;
    expect(message).toMatchObject({
      data: { ...got, channelId: s.channelId, content: { kind: 'text', text: 'n 1' }, silent: false },
      meta: { key: got.conversationId, occurredAt: new Date('2026-01-15T11:59:00.000Z') },
    });
  });
  it('is one, however often it comes, together or later', async () => {
    const s = await open();
    const all = await Promise.all(Array.from({ length: 10 }, () => s.receive(1, { phone: '+5511987654321', profileName: 'Ana' })));
    all.push(await s.receive(1, { phone: '+5511987654321', profileName: 'Ana' }));
    expect(new Set(all.map((a) => JSON.stringify(a))).size).toBe(1);
    for (const type of ['AddressClaimed', 'ContactCreated', 'ContactAddressAdded', 'ConversationOpened', 'MessageReceived'])
      expect([type, await count(s, type)]).toEqual([type, 1]);
  });
  it('of one person over several processes at the same time makes one contact', async () => {
    const s = await open();
    const others = Array.from({ length: 6 }, () => s.handler());
    const got = await Promise.all(
      others.map((h, n) =>
        h.send({
          name: 'ReceiveInbound',
          id: uuidFrom('parallel', String(n)),
          tenant: COMPANY,
          actor: { kind: 'connector', id: 'x' },
          data: inbound(s.channelId, n, { phone: '+5511987654321', bsuid: 'BR.1' }),
        }),
      ),
    );
    expect(new Set(got.map((a) => a.ok && (a.result as Received).contactId)).size).toBe(1);
    expect(got.every((a) => a.ok)).toBe(true);
    expect(await count(s, 'ContactCreated')).toBe(1);
    expect(await count(s, 'ConversationOpened')).toBe(1);
    expect(await count(s, 'MessageReceived')).toBe(6);
    expect(await count(s, 'ContactLinked')).toBe(0);
  });
  it('needs an address', async () => {
    const s = await open();
    expect(await s.send('ReceiveInbound', inbound(s.channelId, 1, { profileName: 'Ana' }))).toMatchObject({
      ok: false,
      refusal: { code: 'sender_unknown' },
    });
  });
});

describe('whose message it is', () => {
  it('both Brazilian spellings of a number are one contact', async () => {
    const s = await open();
    const made = await s.done('CreateContact', { name: 'Ana', phone: '(31) 98765-4321' });
    const { contactId } = await s.done('ResolveContact', { addresses: [{ kind: 'phone', address: '+5531987654321' }], source: 'inbound' });
    expect(contactId).toBe(made['contactId']);
    expect(await s.send('CreateContact', { name: 'Ana', phone: '+55 31 8765-4321' })).toMatchObject({
      ok: false,
      refusal: { code: 'contact_exists', field: 'phone', existing: contactId },
    });
  });
  it('a known person writes without anything being claimed again', async () => {
    const s = await open();
    const first = await s.receive(1, { phone: '+5511987654321', profileName: 'Ana' });
    const before = (await s.raw()).length;
    expect(await s.receive(2, { phone: '+5511987654321', profileName: 'Ana' })).toMatchObject({
      contactId: first.contactId,
      conversationId: first.conversationId,
    });
    expect((await s.raw()).slice(before).map((e) => e.type)).toEqual(['MessageReceived']);
  });
  it('a new profile name is recorded once, and again when it changes back', async () => {
    const s = await open();
    for (const [n, name] of ['Ana', 'Aninha', 'Aninha', 'Ana', 'Aninha'].entries())
      await s.receive(n, { phone: '+5511987654321', profileName: name });
    expect(await count(s, 'ContactProfileSeen')).toBe(3);
  });
  it('a contact made by hand tells its profile name with its first message, together with a further address', async () => {
    const s = await open();
    const made = await s.done('CreateContact', { name: 'Cliente nova', phone: '+5511987654321' });
    const got = await s.receive(1, { phone: '+5511987654321', bsuid: 'BR.7', profileName: 'Zilda' });
    expect(got.contactId).toBe(made['contactId']);
    expect(await count(s, 'ContactProfileSeen')).toBe(1);
    await s.receive(2, { phone: '+5511987654321', bsuid: 'BR.7', profileName: 'Zilda' });
    expect(await count(s, 'ContactProfileSeen')).toBe(1);
  });
  it('a further address of a known person is added', async () => {
    const s = await open();
    const first = await s.receive(1, { phone: '+5511987654321' });
    const second = await s.receive(2, { phone: '+5511987654321', bsuid: 'BR.1' });
    expect(second.contactId).toBe(first.contactId);
    expect((await s.receive(3, { bsuid: 'BR.1' })).conversationId).toBe(first.conversationId);
    expect(await count(s, 'ContactCreated')).toBe(1);
  });
  it('addresses of two contacts that arrive together link them; the message goes to the stronger one', async () => {
    const s = await open();
    const byPhone = await s.receive(1, { phone: '+5511987654321' });
    const byId = await s.receive(2, { bsuid: 'BR.1' });
    expect(byId.contactId).not.toBe(byPhone.contactId);
    const both = await s.receive(3, { phone: '+5511987654321', bsuid: 'BR.1' });
    expect(both.conversationId).toBe(byId.conversationId);
    const links = (await s.events()).filter((e) => e.type === 'ContactLinked').map((e) => e.data);
    expect(links).toEqual([
      { contactId: byId.contactId, otherId: byPhone.contactId, reason: 'same_message' },
      { contactId: byPhone.contactId, otherId: byId.contactId, reason: 'same_message' },
    ]);
    // Messages never move: who writes by phone alone stays where they are.
    expect((await s.receive(4, { phone: '+5511987654321' })).conversationId).toBe(byPhone.conversationId);
    await s.receive(5, { phone: '+5511987654321', bsuid: 'BR.1' });
    expect(await count(s, 'ContactLinked')).toBe(2);
  });
  it('a claim whose owner was never made is completed with the id that it names', async () => {
    const s = await open();
    const identityId = uuidFrom(COMPANY, 'identity', await s.vault.hmac(COMPANY, 'phone:+5511987654321'));
    const contactId = uuidFrom('the owner that a crash left out');
    await s.done('ClaimAddress', { identityId, contactId, kind: 'phone' });
    expect((await s.receive(1, { phone: '+5511987654321', profileName: 'Ana' })).contactId).toBe(contactId);
    expect((await s.events()).filter((e) => e.type.startsWith('Contact')).map((e) => e.type)).toEqual([
      'ContactCreated',
      'ContactAddressAdded',
    ]);
  });
  it('a weaker address claimed for an owner that was never made completes that one too', async () => {
    const s = await open();
    const identityId = uuidFrom(COMPANY, 'identity', await s.vault.hmac(COMPANY, 'phone:+5511987654321'));
    const contactId = uuidFrom('left out');
    await s.done('ClaimAddress', { identityId, contactId, kind: 'phone' });
    const home = await s.receive(1, { bsuid: 'BR.1' });
    await s.receive(2, { bsuid: 'BR.1', phone: '+5511987654321' });
    const of = (await s.events()).filter((e) => (e.data as { contactId?: string }).contactId === contactId).map((e) => e.type);
    expect(of).toEqual(['AddressClaimed', 'ContactCreated', 'ContactAddressAdded', 'ContactLinked']);
    expect(home.contactId).not.toBe(contactId);
  });
  it('another company’s contact is another contact', async () => {
    const s = await open();
    const mine = await s.receive(1, { phone: '+5511987654321' });
    const other = uuidFrom('other company');
    await s.found(other, 'outra@example.com');
    const channelId = await s.channel({}, other);
    const theirs = await s.done<Received>('ReceiveInbound', inbound(channelId, 1, { phone: '+5511987654321' }), { tenant: other });
    expect(theirs.contactId).not.toBe(mine.contactId);
    expect(theirs.messageId).not.toBe(mine.messageId);
  });
});

describe('what it refers to', () => {
  it('a reply names the message by our id, inbound or outbound', async () => {
    const s = await open();
    const first = await s.receive(1, { phone: '+5511987654321' });
    await s.receive(2, { phone: '+5511987654321' }, { replyToProviderId: 'wamid.1' });
    expect((await s.events()).at(-1)!.data).toMatchObject({ replyToMessageId: first.messageId });
    const ours = await s.done('SendMessage', { conversationId: first.conversationId, outgoing: { text: 'Oi' } });
    await s.done('StartSend', { messageId: ours['messageId'], attempt: 1 });
    await s.done('RecordSendAccepted', { messageId: ours['messageId'], attempt: 1, providerId: 'wamid.ours' });
    await s.receive(3, { phone: '+5511987654321' }, { replyToProviderId: 'wamid.ours' });
    expect((await s.events()).at(-1)!.data).toMatchObject({ replyToMessageId: ours['messageId'] });
    await s.receive(4, { phone: '+5511987654321' }, { replyToProviderId: 'wamid.never' });
    expect((await s.events()).at(-1)!.data).toMatchObject({ replyToMessageId: null });
  });
  it('a reaction that comes before its message waits at the id that the message will have', async () => {
    const s = await open();
    await s.receive(
      'r',
      { phone: '+5511987654321' },
      { content: { kind: 'reaction', targetMessageId: '', emoji: '👍' }, targetProviderId: 'wamid.1' },
    );
    const target = ((await s.events()).at(-1)!.data as { content: { targetMessageId: string } }).content.targetMessageId;
    expect((await s.receive(1, { phone: '+5511987654321' })).messageId).toBe(target);
  });
});

describe('a corrected parse', () => {
  it('corrects what was not understood, once', async () => {
    const s = await open();
    const before = await s.receive(1, { phone: '+5511987654321' }, { content: { kind: 'unsupported', providerKind: 'text' } });
    const again = { content: { kind: 'text', text: 'agora sim' }, correct: true, parser: 2 };
    expect(await s.receive(1, { phone: '+5511987654321' }, again)).toEqual(before);
    await s.receive(1, { phone: '+5511987654321' }, again);
    expect(await count(s, 'MessageReceived')).toBe(1);
    expect((await s.events()).filter((e) => e.type === 'MessageCorrected').map((e) => e.data)).toMatchObject([
      { messageId: before.messageId, content: { text: 'agora sim' }, parser: 2 },
    ]);
  });
  it('never makes an understood message unsupported', async () => {
    const s = await open();
    await s.receive(1, { phone: '+5511987654321' });
    await s.receive(1, { phone: '+5511987654321' }, { content: { kind: 'unsupported', providerKind: 'text' }, correct: true });
    expect(await count(s, 'MessageCorrected')).toBe(0);
  });
});

describe('a status', () => {
  const status = (
    s: { readonly channelId: string },
    providerId: string,
    callbackData: string | null,
    of = 'delivered',
    toldAt = '2026-01-15T11:59:30.000Z',
  ) => ({
    channelId: s.channelId,
    providerId,
    deliveryId: delivery,
    callbackData,
    status: of,
    toldAt,
    code: null,
    reason: null,
  });
  const sending = async () => {
    const s = await open();
    const { conversationId } = await s.receive(1, { phone: '+5511987654321' });
    const { messageId } = await s.done<{ messageId: string }>('SendMessage', { conversationId, outgoing: { text: 'Oi' } });
    await s.done('StartSend', { messageId, attempt: 1 });
    return { ...s, messageId };
  };
  it('finds its message by our id, before anything else is known', async () => {
    const s = await sending();
    expect(await s.done('ReceiveStatus', status(s, 'wamid.ours', `${s.messageId}:1`))).toEqual({ messageId: s.messageId });
    expect((await s.events()).at(-1)).toMatchObject({
      type: 'MessageStatusReported',
      data: { attempt: 1, providerId: 'wamid.ours', deliveryId: delivery, status: 'delivered' },
    });
    // From then on by the provider's id too.
    expect(await s.done('ReceiveStatus', status(s, 'wamid.ours', null, 'read'))).toEqual({ messageId: s.messageId });
  });
  it('finds it by the provider’s id', async () => {
    const s = await sending();
    await s.done('RecordSendAccepted', { messageId: s.messageId, attempt: 1, providerId: 'wamid.ours' });
    expect(await s.done('ReceiveStatus', status(s, 'wamid.ours', null))).toEqual({ messageId: s.messageId });
  });
  it.each([
    ['unknown', uuidFrom('nobody')],
    ['malformed', 'x:y'],
    ['missing', null],
  ])('waits when the callback data are %s and nobody knows the id', async (_, callback) => {
    const s = await sending();
    for (let i = 0; i < 2; i++) expect(await s.done('ReceiveStatus', status(s, 'wamid.ours', callback))).toEqual({ messageId: null });
    expect([...s.early.waiting.values()].flat()).toHaveLength(1);
    expect(await count(s, 'MessageStatusReported')).toBe(0);
  });
  it('is never put on a message of another company', async () => {
    const s = await sending();
    const other = uuidFrom('other company');
    await s.found(other, 'outra@example.com');
    const channelId = await s.channel({}, other);
    expect(await s.done('ReceiveStatus', { ...status(s, 'wamid.x', `${s.messageId}:1`), channelId }, { tenant: other })).toEqual({
      messageId: null,
    });
    expect(await count(s, 'MessageStatusReported')).toBe(0);
  });
  it('that comes ten times is recorded once', async () => {
    const s = await sending();
    await Promise.all(Array.from({ length: 10 }, () => s.done('ReceiveStatus', status(s, 'wamid.ours', `${s.messageId}:1`))));
    await s.done('ReceiveStatus', status(s, 'wamid.ours', `${s.messageId}:1`, 'delivered', '2026-01-15T11:59:31.000Z'));
    expect(await count(s, 'MessageStatusReported')).toBe(1);
  });
});
