import { Readable } from 'node:stream';
import { authorOf } from '@master-ia/platform/ports/media-store.ts';
import { uuidFrom } from '@master-ia/platform/runtime/ids.ts';
import { COMPANY, INSTALLER, memoryService } from '../testing/memory-service.ts';

const HOUR = 3_600_000;
const form = {
  providerId: '1',
  name: 'oi',
  language: 'pt_BR',
  category: 'UTILITY',
  status: 'APPROVED',
  named: false,
  header: null,
  headerFormat: null,
  body: 'Oi {{1}}',
  footer: null,
  buttons: [],
  variables: [{ part: 'body', name: '1' }],
};
const template = { name: 'oi', language: 'pt_BR', parameters: [{ text: 'Ana' }] };
const open = async () => {
  const s = memoryService();
  const owner = await s.found();
  const channelId = await s.channel();
  await s.done('RecordTemplate', { templateId: uuidFrom('template'), channelId, form });
  const receive = (n: number, phone = '+5511987654321', more: Record<string, unknown> = {}) =>
    s.done<{ messageId: string; conversationId: string; contactId: string }>('ReceiveInbound', {
      channelId,
      providerId: `wamid.${n}`,
      deliveryId: uuidFrom('d'),
      toldAt: s.clock.now().toISOString(),
      sender: { phone },
      content: { kind: 'text', text: 'Oi' },
      parser: 1,
      ...more,
    });
  return { ...s, owner, channelId, receive };
};
const refused = (code: string, field?: string) => ({ ok: false, refusal: { code, ...(field !== undefined && { field }) } });

describe('sending into a conversation', () => {
  it('is open for 24 hours after the customer’s newest message, and for reactions not longer', async () => {
    const s = await open();
    const { conversationId, messageId } = await s.receive(1);
    const send = (o: Record<string, unknown> = { text: 'Oi' }) =>
      s.send('SendMessage', { conversationId, outgoing: o }, { actor: s.owner });
    s.clock.advance(24 * HOUR - 1);
    expect(await send()).toMatchObject({ ok: true });
    s.clock.advance(1);
    expect(await send()).toMatchObject(refused('window_closed'));
    expect(await send({ reaction: { messageId, emoji: '👍' } })).toMatchObject(refused('window_closed'));
    expect(await send({ template })).toMatchObject({ ok: true });
  });
  it('is opened again by a newer message, not by a reaction nor by one that comes late', async () => {
    const s = await open();
    const { conversationId } = await s.receive(1);
    const first = s.clock.now().toISOString();
    s.clock.advance(25 * HOUR);
    const send = () => s.send('SendMessage', { conversationId, outgoing: { text: 'Oi' } }, { actor: s.owner });
    await s.receive(2, undefined, { content: { kind: 'reaction', targetMessageId: '', emoji: '👍' }, targetProviderId: 'wamid.1' });
    expect(await send()).toMatchObject(refused('window_closed'));
    await s.receive(3, undefined, { toldAt: first });
    expect(await send()).toMatchObject(refused('window_closed'));
    await s.receive(4);
    expect(await send()).toMatchObject({ ok: true });
    await s.receive(5, undefined, { toldAt: first });
    s.clock.advance(23 * HOUR);
    expect(await send()).toMatchObject({ ok: true });
  });
  it('is refused for a blocked contact, whose messages are kept silently', async () => {
    const s = await open();
    const { conversationId, contactId } = await s.receive(1);
    await s.done('BlockContact', { contactId }, { actor: s.owner });
    expect(await s.send('SendMessage', { conversationId, outgoing: { text: 'Oi' } }, { actor: s.owner })).toMatchObject(
      refused('contact_blocked'),
    );
    await s.receive(2);
    expect((await s.events()).at(-1)).toMatchObject({ type: 'MessageReceived', data: { silent: true } });
    await s.done('UnblockContact', { contactId }, { actor: s.owner });
    expect(await s.send('SendMessage', { conversationId, outgoing: { text: 'Oi' } }, { actor: s.owner })).toMatchObject({ ok: true });
  });
  it('is refused over a disconnected channel, not over a suspended one', async () => {
    const s = await open();
    const { conversationId } = await s.receive(1);
    await s.done('SuspendChannel', { channelId: s.channelId, reason: 'token_expired', code: '190', secretVersion: 1 });
    expect(await s.send('SendMessage', { conversationId, outgoing: { text: 'Oi' } })).toMatchObject({ ok: true });
    await s.done('DisconnectChannel', { channelId: s.channelId });
    expect(await s.send('SendMessage', { conversationId, outgoing: { text: 'Oi' } })).toMatchObject(refused('channel_disconnected'));
  });
  it('quotes and reacts to messages of the same conversation only', async () => {
    const s = await open();
    const here = await s.receive(1);
    const elsewhere = await s.receive(2, '+5511911112222');
    const send = (o: Record<string, unknown>) => s.send('SendMessage', { conversationId: here.conversationId, outgoing: o });
    expect(await send({ text: 'Oi', replyTo: here.messageId })).toMatchObject({ ok: true });
    expect((await s.events()).at(-1)).toMatchObject({ data: { replyToMessageId: here.messageId } });
    expect(await send({ reaction: { messageId: here.messageId, emoji: '👍' } })).toMatchObject({ ok: true });
    expect(await send({ text: 'Oi', replyTo: elsewhere.messageId })).toMatchObject(refused('reply_unknown', 'replyTo'));
    expect(await send({ reaction: { messageId: elsewhere.messageId, emoji: '👍' } })).toMatchObject(refused('reaction_target_unknown'));
  });
  it('is not possible for who may not see the conversation', async () => {
    const s = await open();
    const { conversationId } = await s.receive(1);
    const [ana, bia] = [await s.person('ana@example.com', 'agent'), await s.person('bia@example.com', 'agent')];
    await s.done('AssignConversation', { conversationId, userId: ana.id }, { actor: s.owner });
    expect(await s.send('SendMessage', { conversationId, outgoing: { text: 'Oi' } }, { actor: ana })).toMatchObject({ ok: true });
    expect(await s.send('SendMessage', { conversationId, outgoing: { text: 'Oi' } }, { actor: bia })).toMatchObject(refused('not_found'));
    for (const [command, body] of [
      ['AddNote', { conversationId, text: 'x' }],
      ['CloseConversation', { conversationId }],
      ['MarkConversationRead', { conversationId, upTo: '0'.repeat(20) }],
      ['AssignConversation', { conversationId, userId: bia.id }],
    ] as const)
      expect(await s.send(command, body, { actor: bia })).toMatchObject(refused('not_found'));
  });
});

describe('reading', () => {
  const UNHEARD_OF = '9'.repeat(41);
  it('to a position that is not there yet leaves what comes later unread', async () => {
    const s = await open();
    const { conversationId } = await s.receive(1);
    const head = await s.store.head();
    await s.done('MarkConversationRead', { conversationId, upTo: UNHEARD_OF }, { actor: s.owner });
    expect((await s.events()).at(-1)).toMatchObject({ type: 'ConversationRead', data: { conversationId, upTo: head } });
  });
  it('is told by who may answer, not by who may only look', async () => {
    const s = await open();
    const { conversationId } = await s.receive(1);
    const analyst = await s.person('ana@example.com', 'analyst');
    const { apiKeyId } = await s.done('CreateApiKey', { name: 'BI', scopes: ['read'] }, { actor: s.owner });
    for (const actor of [analyst, { kind: 'api_key', id: apiKeyId! } as const])
      expect(await s.send('MarkConversationRead', { conversationId, upTo: '0'.repeat(20) }, { actor })).toMatchObject(refused('forbidden'));
    const agent = await s.person('bia@example.com', 'agent');
    expect(await s.send('MarkConversationRead', { conversationId, upTo: '0'.repeat(20) }, { actor: agent })).toMatchObject({ ok: true });
  });
});

describe('starting a conversation', () => {
  it('with an approved template makes contact and conversation', async () => {
    const s = await open();
    const got = await s.done(
      'StartConversation',
      { channelId: s.channelId, to: '11 98765-4321', name: 'Ana', template },
      { actor: s.owner },
    );
    const types = (await s.events()).map((e) => e.type);
    expect(types.slice(-5)).toEqual(['AddressClaimed', 'ContactCreated', 'ContactAddressAdded', 'ConversationOpened', 'MessageRequested']);
    expect(await s.receive(1)).toMatchObject({ conversationId: got['conversationId'], contactId: got['contactId'] });
  });
  it('with text into a closed window leaves nothing behind', async () => {
    const s = await open();
    const before = (await s.raw()).length;
    expect(
      await s.send('StartConversation', { channelId: s.channelId, to: '11 98765-4321', text: 'Oi' }, { actor: s.owner }),
    ).toMatchObject(refused('window_closed'));
    expect((await s.raw()).length).toBe(before);
  });
  it('with text into an open window goes to the conversation that is there', async () => {
    const s = await open();
    const { conversationId, contactId } = await s.receive(1);
    expect(
      await s.done('StartConversation', { channelId: s.channelId, to: '(11) 98765-4321', text: 'Oi' }, { actor: s.owner }),
    ).toMatchObject({ conversationId, contactId });
    expect(await s.done('StartConversation', { channelId: s.channelId, contactId, text: 'Oi' }, { actor: s.owner })).toMatchObject({
      conversationId,
    });
    s.clock.advance(24 * HOUR);
    expect(await s.send('StartConversation', { channelId: s.channelId, contactId, text: 'Oi' }, { actor: s.owner })).toMatchObject(
      refused('window_closed'),
    );
  });
  it.each([
    ['a template that is not there', { to: '11987654321', template: { ...template, name: 'nada' } }, 'template_unknown', 'template.name'],
    ['no phone', { to: '123', template }, 'phone_invalid', 'to'],
    ['nobody', { template }, 'phone_invalid', 'to'],
    ['a contact that is not there', { contactId: uuidFrom('nobody'), template }, 'contact_unknown', 'contactId'],
    ['nothing to say', { to: '11987654321', text: ' ' }, 'empty', 'text'],
    [
      'parameters that do not fit',
      { to: '11987654321', template: { ...template, parameters: [] } },
      'template_parameters',
      'template.parameters',
    ],
  ])('with %s is refused and leaves no contact behind', async (_, body, code, field) => {
    const s = await open();
    const before = (await s.raw()).length;
    expect(await s.send('StartConversation', { channelId: s.channelId, ...body }, { actor: s.owner })).toMatchObject(refused(code, field));
    expect((await s.raw()).slice(before).map((e) => e.type)).toEqual([]);
  });
  it('with a template that was paused leaves no contact behind', async () => {
    const s = await open();
    await s.done('RecordTemplateStatus', { templateId: uuidFrom('template'), channelId: s.channelId, status: 'PAUSED' });
    const before = (await s.raw()).length;
    expect(await s.send('StartConversation', { channelId: s.channelId, to: '11987654321', template }, { actor: s.owner })).toMatchObject(
      refused('template_not_approved'),
    );
    expect((await s.raw()).length).toBe(before);
  });
  it('with a blocked contact is refused', async () => {
    const s = await open();
    const { contactId } = await s.receive(1);
    await s.done('BlockContact', { contactId });
    expect(await s.send('StartConversation', { channelId: s.channelId, contactId, template }, { actor: s.owner })).toMatchObject(
      refused('contact_blocked'),
    );
  });
  it('answers the same when it is asked again, even when its window has closed meanwhile', async () => {
    const s = await open();
    const { contactId } = await s.receive(1);
    const again = { id: uuidFrom('start'), actor: s.owner };
    const first = await s.send('StartConversation', { channelId: s.channelId, contactId, text: 'Oi' }, again);
    const before = (await s.raw()).length;
    s.clock.advance(48 * HOUR);
    expect(await s.send('StartConversation', { channelId: s.channelId, contactId, text: 'Oi' }, again)).toMatchObject({
      ok: true,
      repeated: true,
      result: first.ok && first.result,
    });
    for (const other of [
      { contactId, text: 'Tchau' },
      { to: '11911112222', text: 'Oi' },
    ])
      expect(await s.send('StartConversation', { channelId: s.channelId, ...other }, again)).toMatchObject(refused('id_reused'));
    expect((await s.raw()).length).toBe(before);
  });
  it('on another company’s channel, or a disconnected one, is refused', async () => {
    const s = await open();
    const other = uuidFrom('other company');
    const stranger = await s.found(other, 'outra@example.com');
    expect(
      await s.send('StartConversation', { channelId: s.channelId, to: '11987654321', template }, { tenant: other, actor: stranger }),
    ).toMatchObject(refused('channel_unknown', 'channelId'));
    await s.done('DisconnectChannel', { channelId: s.channelId });
    expect(await s.send('StartConversation', { channelId: s.channelId, to: '11987654321', template }, { actor: s.owner })).toMatchObject(
      refused('channel_unknown', 'channelId'),
    );
  });
  it('waits for the facts of what it made, and says so when they stay behind', async () => {
    const s = await open();
    await s.stopFacts();
    expect(await s.send('StartConversation', { channelId: s.channelId, to: '11987654321', template }, { actor: s.owner })).toMatchObject(
      refused('facts_behind'),
    );
    const before = (await s.raw()).map((e) => e.type);
    expect(before.at(-1)).toBe('ConversationOpened');
  });
});

it('a test message is hello_world, marked as a test', async () => {
  const s = await open();
  expect(await s.send('SendTestMessage', { channelId: s.channelId, to: '11987654321' }, { actor: s.owner })).toMatchObject(
    refused('template_unknown'),
  );
  await s.done('RecordTemplate', {
    templateId: uuidFrom('hello'),
    channelId: s.channelId,
    form: { ...form, name: 'hello_world', language: 'en_US', body: 'Hello World', variables: [] },
  });
  await s.done('SendTestMessage', { channelId: s.channelId, to: '11987654321' }, { actor: s.owner });
  expect((await s.events()).at(-1)).toMatchObject({
    type: 'MessageRequested',
    data: { test: true, windowed: false, content: { rendered: 'Hello World' } },
  });
});

describe('a file', () => {
  const talk = async () => {
    const s = await open();
    const { conversationId, contactId } = await s.receive(1);
    const upload = async (text: string, by = s.owner): Promise<string> =>
      (
        await s.media.put(COMPANY, { kind: 'contact', id: contactId }, Readable.from([Buffer.from(text)]), {
          maxBytes: 1000,
          mime: 'image/png',
          author: authorOf(by),
        })
      ).id;
    const send = (mediaId: string, actor = s.owner) =>
      s.send('SendMessage', { conversationId, outgoing: { media: { mediaId } } }, { actor });
    return { ...s, upload, send };
  };
  const unknown = refused('media_unknown', 'media.mediaId');

  it('is sent within 24 hours of its newest upload', async () => {
    const s = await talk();
    const [id, again] = [await s.upload('a picture'), await s.upload('another')];
    const later = async (ms: number) => {
      s.clock.advance(ms);
      await s.receive(s.clock.now().getTime());
    };
    await later(24 * HOUR - 1);
    expect(await s.send(id)).toMatchObject({ ok: true });
    await s.upload('another');
    await later(1);
    expect(await s.send(id)).toMatchObject(unknown);
    expect(await s.send(again)).toMatchObject({ ok: true });
    await later(24 * HOUR);
    expect(await s.send(again)).toMatchObject(unknown);
  });

  it('is sent by who has uploaded it, and by nobody else', async () => {
    const s = await talk();
    const colleague = await s.person('bia@example.com', 'supervisor');
    const id = await s.upload('a picture');
    expect(await s.send(id, colleague)).toMatchObject(unknown);
    expect(await s.send(id)).toMatchObject({ ok: true });
    expect(await s.send(id, colleague)).toMatchObject(unknown);
    // The same bytes are the same file.
    expect(await s.upload('a picture', colleague)).toBe(id);
    expect(await s.send(id, colleague)).toMatchObject({ ok: true });
  });

  it('that came in is nobody’s upload', async () => {
    const s = await talk();
    const { id } = await s.media.put(COMPANY, { kind: 'contact', id: uuidFrom('somebody') }, Readable.from([Buffer.from('came in')]), {
      maxBytes: 1000,
      mime: 'image/png',
    });
    expect(await s.send(id)).toMatchObject(unknown);
  });
});

describe('creating a contact by hand', () => {
  it('answers the same when it is asked again, and refuses a second contact', async () => {
    const s = await open();
    const again = { id: uuidFrom('create'), actor: s.owner };
    const first = await s.send('CreateContact', { name: 'Ana', phone: '11 98765-4321' }, again);
    expect(first).toMatchObject({ ok: true, repeated: false });
    expect(await s.send('CreateContact', { name: 'Ana', phone: '11 98765-4321' }, again)).toMatchObject({
      ok: true,
      repeated: true,
      result: first.ok && first.result,
    });
    expect(await s.send('CreateContact', { name: 'Bia', phone: '+5511987654321' }, { actor: s.owner })).toMatchObject(
      refused('contact_exists'),
    );
    expect(await s.send('CreateContact', { name: 'Bia', phone: 'abc' }, { actor: s.owner })).toMatchObject(
      refused('phone_invalid', 'phone'),
    );
  });
  it('is refused under an id that made another contact, and makes nothing', async () => {
    const s = await open();
    const again = { id: uuidFrom('create'), actor: s.owner };
    const { contactId } = await s.done('CreateContact', { name: 'Ana', phone: '11 98765-4321' }, again);
    const before = (await s.raw()).length;
    for (const phone of ['11 98765-0000', '+5511987650000'])
      expect(await s.send('CreateContact', { name: 'Ana', phone }, again)).toEqual(refused('id_reused'));
    expect(await s.send('CreateContact', { name: 'Bia', phone: '11 98765-4321' }, again)).toEqual(refused('id_reused'));
    expect((await s.raw()).length).toBe(before);
    // The same number in another spelling is the same content.
    expect(await s.send('CreateContact', { name: 'Ana', phone: '+55 11 8765-4321' }, again)).toMatchObject({
      ok: true,
      repeated: true,
      result: { contactId },
    });
    // A refused one made nothing: its id is free.
    const free = { id: uuidFrom('free'), actor: s.owner };
    expect(await s.send('CreateContact', { name: 'Bia', phone: '11 98765-4321' }, free)).toMatchObject(refused('contact_exists'));
    expect(await s.send('CreateContact', { name: 'Bia', phone: '11 98765-0000' }, free)).toMatchObject({ ok: true, repeated: false });
  });
  it('and by message at the same time makes one', async () => {
    const s = await open();
    const [byHand, byMessage] = await Promise.all([s.send('CreateContact', { name: 'Ana', phone: '11 98765-4321' }), s.receive(1)]);
    expect((await s.raw()).filter((e) => e.type === 'ContactCreated')).toHaveLength(1);
    expect(byHand.ok ? (byHand.result as { contactId: string }).contactId : byHand.refusal.field).toBe(byMessage.contactId);
  });
  it('is refused for who may not write contacts', async () => {
    const s = await open();
    const analyst = await s.person('ana@example.com', 'analyst');
    expect(await s.send('CreateContact', { name: 'Ana', phone: '11987654321' }, { actor: analyst })).toMatchObject(refused('forbidden'));
    expect(await s.send('CreateContact', { name: 'Ana', phone: '11987654321' }, { actor: INSTALLER, tenant: COMPANY })).toMatchObject({
      ok: true,
    });
  });
});
