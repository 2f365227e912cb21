import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { signatureOf } from '@master-ia/connectors/whatsapp/cloud/signature.ts';
import { uuidFrom } from '@master-ia/platform/runtime/ids.ts';
import { testDatabases } from '@master-ia/platform/testing/postgres.ts';
import { delivery, said, told, type Channel, type Company } from '../src/testing/company.ts';
import { openWorld, type World } from '../src/testing/world.ts';

const NUMBER = '106540352242922';
const MB = 1024 * 1024;
type Example = {
  readonly entry: readonly { readonly changes: readonly { readonly value: { readonly messages?: readonly { id: string }[] } }[] }[];
};
const examples = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../connectors/specs/meta/examples/webhook_inbound.json'), 'utf8'),
) as Readonly<Record<string, Example>>;

describe.each(testDatabases())('what comes in, on $name', (engine) => {
  let w: World;
  let c: Company;
  let channel: Channel;
  let n = 0;
  beforeAll(async () => void (w = await openWorld(engine)), 60_000);
  afterAll(() => w?.close(), 20_000);
  beforeEach(async () => {
    c = await w.company(`inbound ${n++}`);
    channel = await c.connect(NUMBER);
  }, 20_000);
  const write = (m: Parameters<typeof said>[1]) => c.deliver(channel, delivery(NUMBER, said(w.clock.now(), m)));
  const report = (s: Parameters<typeof told>[1]) => c.deliver(channel, delivery(NUMBER, told(w.clock.now(), s)));
  const count = async (domain: string, type: string) => (await c.events(domain)).filter((t) => t === type).length;

  it('a signed message is on the screen', async () => {
    expect(await write({ id: 'wamid.1', text: 'Olá' })).toBe(200);
    await w.drain();
    expect(await c.thread()).toMatchObject([{ direction: 'in', kind: 'text', text: 'Olá' }]);
    expect(await c.inbox()).toMatchObject([{ unread: 1, last_text: 'Olá', state: 'open' }]);
    expect(await c.contacts()).toMatchObject([{ name: 'Ana', phone: '+5511987654321' }]);
  }, 20_000);

  it('ten parallel copies are one; the same message in another delivery is one too', async () => {
    const body = delivery(NUMBER, said(w.clock.now(), { id: 'wamid.1' }));
    expect(await Promise.all(Array.from({ length: 10 }, () => c.deliver(channel, body)))).toEqual(Array.from({ length: 10 }, () => 200));
    expect(await c.deliver(channel, ` ${body}`)).toBe(200);
    await w.drain();
    expect(await c.thread()).toHaveLength(1);
    expect(await count('ingest', 'DeliveryReceived')).toBe(2);
    expect(await c.inbox()).toMatchObject([{ unread: 1 }]);
  }, 20_000);

  it('Meta’s thirteen one-to-one examples are on the screen, the three of groups are kept as not supported', async () => {
    for (const [i, [name, example]] of Object.entries(examples).entries()) {
      const own = structuredClone(example);
      for (const m of own.entry[0]!.changes[0]!.value.messages ?? []) m.id = `${m.id}.${i}`;
      expect([name, await c.deliver(channel, JSON.stringify(own))]).toEqual([name, 200]);
    }
    await w.drain();
    // The reaction shows on its message, which never came.
    const shown = (await c.thread()).filter((t) => t.kind !== null);
    expect(shown).toHaveLength(12);
    expect(shown.map((t) => t.kind).sort()).toEqual(
      [
        'text',
        'text',
        'text',
        'image',
        'location',
        'contacts',
        'unsupported',
        'button',
        'interactive',
        'interactive',
        'unsupported',
        'unsupported',
      ].sort(),
    );
    expect(await count('conversations', 'MessageReceived')).toBe(13);
    expect((await c.problems()).map((p) => p.code)).toEqual(['not_supported', 'not_supported', 'not_supported']);
    expect(await c.contacts()).toHaveLength(1);
  }, 30_000);

  describe('a callback that is not Meta’s', () => {
    it.each([
      ['no signature', (_: string) => []],
      ['a wrong signature', (_: string) => [signatureOf('another secret', Buffer.from('x'))]],
      ['a doubled signature', (right: string) => [right, right]],
      ['an upper-case signature', (right: string) => [right.toUpperCase()]],
    ])('with %s is refused and leaves nothing', async (_, headers) => {
      const body = delivery(NUMBER, said(w.clock.now(), { id: 'wamid.1' }));
      const right = signatureOf(channel.appSecret, Buffer.from(body));
      expect(
        await c.post(
          channel.id,
          body,
          headers(right).map((h) => ['x-hub-signature-256', h] as const),
        ),
      ).toBe(401);
      await w.drain();
      expect(await count('ingest', 'DeliveryReceived')).toBe(0);
    });
    it('with one byte changed is refused', async () => {
      const body = Buffer.from(delivery(NUMBER, said(w.clock.now(), { id: 'wamid.1' })));
      const signature = signatureOf(channel.appSecret, body);
      body[body.length >> 1]! ^= 1;
      expect(await c.post(channel.id, body, { 'x-hub-signature-256': signature })).toBe(401);
      await w.drain();
      expect(await count('ingest', 'DeliveryReceived')).toBe(0);
    });
    it('at an unknown channel is not found, signed or not', async () => {
      const body = delivery(NUMBER, said(w.clock.now(), { id: 'wamid.1' }));
      for (const id of [uuidFrom('nobody'), 'x']) expect(await c.deliver({ ...channel, id }, body)).toBe(404);
      expect(await c.post(uuidFrom('nobody'), body)).toBe(404);
    });
    it('of more than 3 MB is refused, one of just 3 MB is kept', async () => {
      expect(await c.deliver(channel, 'x'.repeat(3 * MB + 1))).toBe(413);
      expect(await c.deliver(channel, 'x'.repeat(3 * MB))).toBe(200);
      await w.drain();
      expect((await c.problems()).map((p) => p.code)).toEqual(['not_json']);
    }, 20_000);
  });

  it.each([
    ['truncated', delivery(NUMBER, said(new Date(0), { id: 'wamid.1' })).slice(0, -9), 'not_json'],
    ['too deep', '['.repeat(10_000) + ']'.repeat(10_000), 'too_deep'],
    ['not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), 'not_utf8'],
    ['ambiguous', '{"object":"x","object":"whatsapp_business_account"}', 'duplicate_key'],
    ['holding a byte 0', delivery(NUMBER, said(new Date(0), { id: 'wamid.1', text: 'a~b' })).replace('~', '\0'), 'not_json'],
    ['followed by a byte 0', `${delivery(NUMBER, said(new Date(0), { id: 'wamid.1' }))}\0`, 'not_json'],
    ['of something else', '{"object":"page","entry":[]}', 'not_understood'],
    ['empty', '', 'not_json'],
  ])('a signed body that is %s is kept, answered 200 and shown as a problem', async (_, body, code) => {
    expect(await c.deliver(channel, body)).toBe(200);
    await w.drain();
    const [problem] = await c.problems();
    expect(problem?.code).toBe(code);
    expect(await w.engines.raw.get(c.id, problem!.delivery_id)).toEqual(Buffer.from(body));
    expect(await c.thread()).toEqual([]);
  });

  it('U+0000 is taken out of what is read', async () => {
    expect(await write({ id: 'wamid.1', text: 'a\u0000b', name: 'A\u0000na' })).toBe(200);
    await w.drain();
    expect(await c.thread()).toMatchObject([{ text: 'ab' }]);
    expect(await c.contacts()).toMatchObject([{ name: 'Ana' }]);
  });

  it('a number of nobody’s is kept unrouted; another one of the same company is routed there', async () => {
    const second = await c.connect('106540352242923');
    expect(await c.deliver(channel, delivery('106540352240000', said(w.clock.now(), { id: 'wamid.1' })))).toBe(200);
    expect(await c.deliver(channel, delivery(second.phoneNumberId, said(w.clock.now(), { id: 'wamid.2' })))).toBe(200);
    await w.drain();
    expect((await c.problems()).map((p) => p.code)).toEqual(['unknown_number']);
    expect(await c.inbox()).toMatchObject([{ channel_id: second.id }]);
  });

  it('a number of another company is unknown here', async () => {
    const other = await w.company(`inbound other ${n++}`);
    const theirs = await other.connect('106540352242999');
    expect(await c.deliver(channel, delivery(theirs.phoneNumberId, said(w.clock.now(), { id: 'wamid.1' })))).toBe(200);
    await w.drain();
    expect((await c.problems()).map((p) => p.code)).toEqual(['unknown_number']);
    expect(await other.thread()).toEqual([]);
  });

  it('a disconnected channel is not found', async () => {
    await c.done('DisconnectChannel', { channelId: channel.id });
    // What the webhook remembers of a channel it remembers for a second.
    await w.pass(1001);
    expect(await write({ id: 'wamid.1' })).toBe(404);
  });

  describe('a reaction', () => {
    const reaction = (id: string, to: string, emoji: string) => write({ id, type: 'reaction', reaction: { message_id: to, emoji } });
    it.each([
      ['after', false],
      ['before', true],
    ])('that comes %s its message shows on it', async (_, first) => {
      const message = () => write({ id: 'wamid.1', text: 'Oi' });
      if (!first) await message();
      await w.drain();
      await reaction('wamid.r', 'wamid.1', '👍');
      await w.drain();
      if (first) await message();
      await w.drain();
      expect(await c.thread()).toMatchObject([{ kind: 'text', text: 'Oi', reactions: [{ emoji: '👍', direction: 'in' }] }]);
      expect(await c.inbox()).toMatchObject([{ unread: 1, last_text: 'Oi' }]);
    });
    it('is taken away by an empty one', async () => {
      await write({ id: 'wamid.1' });
      await reaction('wamid.r', 'wamid.1', '👍');
      await w.drain();
      await reaction('wamid.s', 'wamid.1', '');
      await w.drain();
      expect(await c.thread()).toMatchObject([{ reactions: [] }]);
    });
  });

  describe('a status', () => {
    const sending = async () => {
      await write({ id: 'wamid.1' });
      await w.drain();
      const [row] = await c.inbox();
      // Over a channel that waits: the worker leaves it alone, the test says what became of it.
      await c.done('SuspendChannel', { channelId: channel.id, reason: 'token_expired', code: '190', secretVersion: 1 });
      const { messageId } = await c.done(
        'SendMessage',
        { conversationId: row!.conversation_id, outgoing: { text: 'Oi' } },
        { actor: c.owner },
      );
      await c.done('StartSend', { messageId, attempt: 1 });
      return messageId!;
    };
    const accept = (messageId: string) => c.done('RecordSendAccepted', { messageId, attempt: 1, providerId: 'wamid.out' });
    const shown = async () => (await c.thread()).find((t) => t.direction === 'out')?.status;

    it('before its message waits, and shows when that is accepted', async () => {
      const messageId = await sending();
      await report({ id: 'wamid.out', status: 'delivered' });
      await w.drain();
      // Started and without an outcome: on its way, or in doubt when a worker has looked.
      expect(['SENDING', 'UNKNOWN']).toContain(await shown());
      await accept(messageId);
      await w.drain();
      expect(await shown()).toBe('DELIVERED');
    });
    it.each([
      ['in order', ['sent', 'delivered', 'read']],
      ['backwards', ['read', 'delivered', 'sent']],
      ['out of order', ['delivered', 'sent', 'read', 'sent']],
    ])('%s ends as read', async (_, order) => {
      const messageId = await sending();
      await accept(messageId);
      for (const [i, status] of order.entries())
        await report({ id: 'wamid.out', status, at: new Date(w.clock.now().getTime() - i * 1000) });
      await w.drain();
      expect(await shown()).toBe('READ');
    });
    it('finds its message by our id in the callback data', async () => {
      const messageId = await sending();
      await report({ id: 'wamid.never-heard', status: 'sent', callback: `${messageId}:1` });
      await w.drain();
      expect(await shown()).toBe('SENT');
    });
    it('for unknown ids changes nothing and stops nothing', async () => {
      const messageId = await sending();
      await accept(messageId);
      await report({ id: 'wamid.nobody', status: 'read' });
      await report({ id: 'wamid.nobody', status: 'read', callback: `${uuidFrom('nobody')}:1` });
      await report({ id: 'wamid.out', status: 'delivered' });
      await w.drain();
      expect(await shown()).toBe('DELIVERED');
      expect(await w.query('select * from work.parked_reaction')).toEqual([]);
    });
  });

  describe('a conversation', () => {
    const first = async () => {
      await write({ id: 'wamid.1' });
      await w.drain();
      const [row] = await c.inbox();
      return { conversationId: row!.conversation_id, contactId: row!.contact_id };
    };
    const state = async () => (await c.inbox())[0]?.state;

    it('that is snoozed wakes by its timer', async () => {
      const { conversationId } = await first();
      await c.done(
        'SnoozeConversation',
        { conversationId, until: new Date(w.clock.now().getTime() + 3_600_000).toISOString() },
        { actor: c.owner },
      );
      await w.pass(3_590_000);
      expect(await state()).toBe('snoozed');
      await w.pass(20_000);
      expect(await state()).toBe('open');
    });
    it('that is closed or snoozed is opened by a message', async () => {
      const { conversationId } = await first();
      await c.done('CloseConversation', { conversationId }, { actor: c.owner });
      await w.drain();
      expect(await state()).toBe('closed');
      await write({ id: 'wamid.2' });
      await w.drain();
      expect(await state()).toBe('open');
      await c.done(
        'SnoozeConversation',
        { conversationId, until: new Date(w.clock.now().getTime() + 3_600_000).toISOString() },
        { actor: c.owner },
      );
      await write({ id: 'wamid.3' });
      await w.drain();
      expect(await state()).toBe('open');
    });
    it('of a blocked contact stays silent', async () => {
      const { conversationId, contactId } = await first();
      await c.done('MarkConversationRead', { conversationId, upTo: await w.engines.store.head() }, { actor: c.owner });
      await c.done('CloseConversation', { conversationId }, { actor: c.owner });
      await c.done('BlockContact', { contactId }, { actor: c.owner });
      await write({ id: 'wamid.2', text: 'de novo' });
      await w.drain();
      expect(await c.inbox()).toMatchObject([{ state: 'closed', unread: 0, last_text: 'Oi' }]);
      expect(await count('conversations', 'MessageReceived')).toBe(2);
    });
    it('is given to who answers first', async () => {
      const { conversationId } = await first();
      const [ana, bia] = [await c.person('ana'), await c.person('bia', 'supervisor')];
      expect(await c.as(ana, 'SendMessage', { conversationId, outgoing: { text: 'Oi' } })).toMatchObject({ ok: true });
      await w.drain();
      expect(await c.as(bia, 'SendMessage', { conversationId, outgoing: { text: 'Oi' } })).toMatchObject({ ok: true });
      await w.drain();
      expect((await c.inbox())[0]?.assignee_id).toBe(ana.id);
    });
  });

  it('the bytes of a delivery are found by whom they tell of, whatever they told', async () => {
    const count = async (contactId: string) => (await w.engines.raw.ofContact(c.id, contactId, 10)).length;
    await write({ id: 'wamid.1', text: 'Oi' });
    await w.drain();
    const [row] = await c.inbox();
    expect(await count(row!.contact_id)).toBe(1);
    await c.done('SuspendChannel', { channelId: channel.id, reason: 'token_expired', code: '190', secretVersion: 1 });
    const sending = { conversationId: row!.conversation_id, outgoing: { text: 'Oi' } };
    const { messageId } = await c.done('SendMessage', sending, { actor: c.owner });
    await c.done('StartSend', { messageId, attempt: 1 });
    // One that waits for its message, one that finds it, a reaction, and another person's.
    await report({ id: 'wamid.out', status: 'sent' });
    await w.drain();
    expect(await count(row!.contact_id)).toBe(1);
    await c.done('RecordSendAccepted', { messageId, attempt: 1, providerId: 'wamid.out' });
    await report({ id: 'wamid.out', status: 'delivered' });
    await write({ id: 'wamid.r', type: 'reaction', reaction: { message_id: 'wamid.1', emoji: '👍' } });
    await write({ id: 'wamid.2', from: '5511911112222' });
    await w.drain();
    expect(await count(row!.contact_id)).toBe(4);
    const [first] = await w.engines.raw.ofContact(c.id, row!.contact_id, 1);
    expect((await w.engines.raw.get(c.id, first!))?.toString()).toContain('wamid.1');
  }, 20_000);

  it('nothing personal and no secret lies open in log, vault or work', async () => {
    const canaries = ['Zuleide Canaria', '5511912345678', 'xyzzy canary text', 'canary-access-token', 'canary-app-secret'];
    const secret = await c.connect('106540352241111', { accessToken: canaries[3]!, appSecret: canaries[4]! });
    await c.deliver(
      secret,
      delivery(secret.phoneNumberId, said(w.clock.now(), { id: 'wamid.1', from: canaries[1]!, name: canaries[0]!, text: canaries[2]! })),
    );
    await w.drain();
    expect(await c.thread()).toMatchObject([{ text: canaries[2] }]);
    const tables = await w.query<{ name: string }>(
      "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('log', 'vault', 'work')",
    );
    expect(tables.length).toBeGreaterThan(8);
    for (const { name } of tables) {
      const rows = (await w.query<{ row: string }>(`select t::text as row from ${name} t`)).map((r) => r.row).join('\n');
      for (const canary of canaries) expect([name, canary, rows.includes(canary)]).toEqual([name, canary, false]);
    }
    expect(w.said.filter((line) => canaries.some((canary) => line.includes(canary)))).toEqual([]);
  });
});
