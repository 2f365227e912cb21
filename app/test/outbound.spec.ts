import { testDatabases } from '@master-ia/platform/testing/postgres.ts';
import { delivery, told, type Channel, type Company } from '../src/testing/company.ts';
import { openWorld, type World } from '../src/testing/world.ts';

type Sent = { readonly bizOpaqueCallbackData: string | null; readonly outcome: string; readonly type: string };
const CUSTOMER = '5511987650001';

describe.each(testDatabases())('what goes out, on $name', (engine) => {
  let w: World;
  let c: Company;
  let channel: Channel;
  let conversationId: string;
  let n = 0;
  beforeAll(async () => void (w = await openWorld(engine)), 60_000);
  afterAll(() => w?.close(), 20_000);
  beforeEach(async () => {
    c = await w.company(`outbound ${n++}`);
    channel = await c.connectSimulated();
    await write({ type: 'text', text: 'Oi' });
    conversationId = (await c.inbox())[0]!.conversation_id;
  }, 30_000);
  afterEach(async () => {
    await w.sim.sim('DELETE', 'faults', {});
    await w.sim.sim('PUT', 'settings', { holdDeliveries: false });
    await w.sim.sim('POST', 'credentials/restore-token', {});
  });
  const write = async (content: Record<string, unknown>) => {
    const { id } = (await w.sim.sim('POST', 'messages', { from: CUSTOMER, phoneNumberId: channel.phoneNumberId, content })) as unknown as {
      id: string;
    };
    await w.drain();
    return id;
  };
  const fault = (f: Record<string, unknown>) => w.sim.sim('POST', 'faults', { phoneNumberId: channel.phoneNumberId, ...f });
  const say = async (text = 'Olá') =>
    (await c.done('SendMessage', { conversationId, outgoing: { text } }, { actor: c.owner }))['messageId']!;
  const of = async (messageId: string) => (await c.thread()).find((t) => t.item_id === messageId)!;
  const status = async (messageId: string) => (await of(messageId)).status;
  const ledger = async (): Promise<readonly Sent[]> =>
    ((await w.sim.sim('GET', `ledger?phoneNumberId=${channel.phoneNumberId}`))['sends'] as unknown as readonly Sent[]).filter(
      (s) => s.type !== 'read',
    );
  /** How often a message reached the customer. */
  const reached = async (messageId: string) =>
    (await ledger()).filter((s) => s.bizOpaqueCallbackData?.startsWith(messageId) && ['accepted', 'cut_after'].includes(s.outcome)).length;

  it('a conversation: the checklist is right, the answer arrives and is read', async () => {
    const [row] = await w.query<{ checks: readonly { step: string; state: string }[] }>(
      'select checks from rm.channel where channel_id = $1',
      [channel.id],
    );
    expect(row!.checks.filter((k) => k.step !== 'test_message').map((k) => k.state)).toEqual(['ok', 'ok', 'ok', 'ok']);
    // At the next start nothing is asked when the address is the same.
    const told = await w.query<{ url: string }>(
      "select value ->> 'subscribedUrl' as url from work.fact where fact = 'channel' and key = $1",
      [channel.id],
    );
    expect(told).toEqual([{ url: `${w.address}/webhooks/whatsapp/${channel.id}` }]);
    const id = await say();
    await w.drain();
    expect(await status(id)).toBe('DELIVERED');
    await w.sim.sim('POST', `chats/${CUSTOMER}/${channel.phoneNumberId}/open`, {});
    await w.drain();
    expect(await status(id)).toBe('READ');
    expect(await reached(id)).toBe(1);
  }, 20_000);

  type Bubble = { readonly id: string; readonly mine: boolean; readonly quoted: string | null; readonly reactions: readonly unknown[] };
  const bubbles = async () =>
    ((await w.sim.sim('GET', `chats/${CUSTOMER}/${channel.phoneNumberId}`)) as unknown as { readonly bubbles: readonly Bubble[] }).bubbles;
  const send = async (outgoing: Record<string, unknown>) => {
    const { messageId } = await c.done('SendMessage', { conversationId, outgoing }, { actor: c.owner });
    await w.drain();
    return messageId!;
  };
  /** A message of ours whose acceptance got lost, and that reached the customer nevertheless. */
  const unheard = async () => {
    await fault({ kind: 'cut', when: 'after' });
    return send({ text: 'ouviu?' });
  };

  it('an answer quotes and reacts to what the provider knows: what came in, and what went out without being heard of', async () => {
    const [first] = await c.thread();
    await send({ text: 'sim', replyTo: first!.item_id });
    await send({ reaction: { messageId: first!.item_id, emoji: '👍' } });
    const lost = await unheard();
    expect(await status(lost)).toBe('DELIVERED');
    await send({ text: 'como eu dizia', replyTo: lost });
    const [inbound, answer, ours, again] = await bubbles();
    expect([inbound?.mine, inbound?.reactions]).toEqual([true, [{ emoji: '👍', mine: false }]]);
    expect([answer?.quoted, again?.quoted]).toEqual([inbound?.id, ours?.id]);
  }, 20_000);

  it('no id of the provider, which holds the customer’s phone, lies open in log, vault, work or a line of the log', async () => {
    await c.done('UpdateChannel', { channelId: channel.id, readReceipts: true }, { actor: c.owner });
    const [first] = await c.thread();
    await send({ text: 'sim', replyTo: first!.item_id });
    await send({ reaction: { messageId: first!.item_id, emoji: '👍' } });
    await unheard();
    await fault({ kind: 'error', code: 131026, as: 'status' });
    await send({ text: 'não chega' });
    const [inbound, ours] = await bubbles();
    await write({ type: 'text', text: 'certo', context: { id: ours!.id } });
    await c.done('MarkConversationRead', { conversationId, upTo: await w.engines.store.head() }, { actor: c.owner });
    w.engines.pubSub.publish('typing', JSON.stringify({ tenant: c.id, conversationId }));
    await w.sim.sim('POST', `chats/${CUSTOMER}/${channel.phoneNumberId}/open`, {});
    const nobodys = `${inbound!.id.slice(0, -8)}AAAAAAA=`;
    await c.deliver(channel, delivery(channel.phoneNumberId, told(w.clock.now(), { id: nobodys, status: 'read' })));
    await w.drain();
    expect(await w.query('select 1 from work.early_evidence where tenant = $1', [c.id])).toHaveLength(1);
    const sent = ((await ledger()) as readonly (Sent & { readonly wamid?: string })[]).flatMap((s) => s.wamid ?? []);
    const ids = [...new Set([nobodys, ...sent, ...(await bubbles()).map((b) => b.id)])];
    expect(ids.length).toBeGreaterThan(6);
    // In an id the phone begins at a multiple of three bytes: its base64 stands there as it is.
    const phone = Buffer.from(CUSTOMER.slice(0, 12)).toString('base64');
    expect(ids.filter((id) => id.includes(phone))).toEqual(ids);
    const parts = [...ids.map((id) => id.slice(-24)), phone, CUSTOMER, 'wamid.'];
    const tables = await w.query<{ name: string }>(
      "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('log', 'vault', 'work')",
    );
    for (const { name } of tables) {
      const rows = (await w.query<{ row: string }>(`select t::text as row from ${name} t`)).map((r) => r.row).join('\n');
      for (const part of parts) expect([name, part, rows.includes(part)]).toEqual([name, part, false]);
    }
    expect(w.lines.length).toBeGreaterThan(50);
    expect(w.lines.filter((line) => parts.some((part) => line.includes(part)))).toEqual([]);
    const shown = (await w.query<{ row: string }>('select t::text as row from rm.thread_item t')).map((r) => r.row).join('\n');
    expect(shown).not.toContain('wamid.');
  }, 40_000);

  it('ten messages of one conversation leave in their order', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 10; i++) ids.push(await say(String(i)));
    await w.drain();
    expect((await ledger()).map((s) => s.bizOpaqueCallbackData)).toEqual(ids.map((id) => `${id}:1`));
  }, 20_000);

  it('an expired token suspends the channel: its sends wait, and go once each with a new one', async () => {
    await w.sim.sim('POST', 'credentials/expire-token', {});
    const ids = [await say('um'), await say('dois')];
    await w.drain();
    await w.pass(2000);
    expect(await w.query('select state, suspension from rm.channel where channel_id = $1', [channel.id])).toEqual([
      { state: 'suspended', suspension: 'token_expired' },
    ]);
    expect(await Promise.all(ids.map(status))).toEqual(['QUEUED', 'QUEUED']);
    await w.pass(3_600_000);
    expect(await Promise.all(ids.map(reached))).toEqual([0, 0]);
    const { accessToken } = (await w.sim.sim('POST', 'credentials/rotate-token', {})) as unknown as { accessToken: string };
    await c.done('UpdateChannel', { channelId: channel.id, accessToken }, { actor: c.owner });
    await w.drain();
    await w.pass(3000);
    expect(await Promise.all(ids.map(status))).toEqual(['DELIVERED', 'DELIVERED']);
    expect(await Promise.all(ids.map(reached))).toEqual([1, 1]);
  }, 30_000);

  it('a payment problem suspends the channel: its sends wait, and go once each when a check finds nothing wrong', async () => {
    await fault({ kind: 'error', code: 131042, times: 2 });
    const id = await say();
    await w.drain();
    const suspension = async () =>
      (await w.query('select suspension from rm.channel where channel_id = $1', [channel.id]))[0]!['suspension'];
    expect([await suspension(), await status(id)]).toEqual(['payment', 'QUEUED']);
    // Asked too early: the next send tells, and waits again.
    for (const then of ['payment', null]) {
      await c.done('RequestChannelChecks', { channelId: channel.id }, { actor: c.owner });
      await w.drain();
      await w.pass(2000);
      expect(await suspension()).toBe(then);
    }
    expect([await status(id), await reached(id)]).toEqual(['DELIVERED', 1]);
  }, 30_000);

  it('a suspended channel that is disconnected gives up what waited for it, and says so', async () => {
    await c.done('SuspendChannel', { channelId: channel.id, reason: 'token_expired', code: '190', secretVersion: 1 });
    const ids = [await say('um'), await say('dois')];
    await write({ sample: 'photo' });
    expect(await Promise.all(ids.map(status))).toEqual(['QUEUED', 'QUEUED']);
    const photo = async () => (await c.thread()).find((t) => t.kind === 'image')?.media;
    expect(await photo()).toMatchObject({ state: 'pending' });
    await c.done('DisconnectChannel', { channelId: channel.id }, { actor: c.owner });
    await w.drain();
    for (const id of ids) expect(await of(id)).toMatchObject({ status: 'FAILED', failure: { code: 'channel_disconnected' } });
    expect(await photo()).toMatchObject({ state: 'failed', failure: 'channel_disconnected' });
    expect(await Promise.all(ids.map(reached))).toEqual([0, 0]);
    expect(await w.query('select 1 from work.queue_item where hold = $1', [`channel:${channel.id}`])).toEqual([]);
  }, 20_000);

  it('what was not processed is tried again by itself', async () => {
    await fault({ kind: 'error', code: 130429, times: 2 });
    const id = await say();
    await w.drain();
    expect(await status(id)).toBe('QUEUED');
    await w.pass(10_000);
    await w.pass(10_000);
    expect(await status(id)).toBe('DELIVERED');
    expect([(await ledger()).map((s) => s.outcome), await reached(id)]).toEqual([['refused', 'refused', 'accepted'], 1]);
  }, 20_000);

  it('a lost answer is in doubt until the provider tells more, and is not sent again', async () => {
    await w.sim.sim('PUT', 'settings', { holdDeliveries: true });
    await fault({ kind: 'cut', when: 'after' });
    const id = await say();
    await w.drain();
    expect(await status(id)).toBe('UNKNOWN');
    await w.pass(60_000);
    expect([await status(id), await reached(id)]).toEqual(['UNKNOWN', 1]);
    await w.sim.sim('PUT', 'settings', { holdDeliveries: false });
    await w.drain();
    expect([await status(id), await reached(id)]).toEqual(['DELIVERED', 1]);
  }, 20_000);

  it('one that never left stays in doubt, until a person says it again or that it was sent', async () => {
    await fault({ kind: 'cut', when: 'before', times: 2 });
    const [again, marked] = [await say('um'), await say('dois')];
    await w.drain();
    expect([await status(again), await status(marked)]).toEqual(['UNKNOWN', 'UNKNOWN']);
    await c.done('MarkMessageSent', { messageId: marked }, { actor: c.owner });
    await c.done('SendMessageAgain', { messageId: again }, { actor: c.owner });
    await w.drain();
    expect([await status(again), await status(marked)]).toEqual(['DELIVERED', 'SENT']);
    expect([await reached(again), await reached(marked)]).toEqual([1, 0]);
  }, 20_000);

  it('a server error is in doubt; a refusal fails with its reason and can be retried', async () => {
    await fault({ kind: 'http', httpStatus: 502 });
    const doubtful = await say('um');
    await w.drain();
    expect(await status(doubtful)).toBe('UNKNOWN');
    await fault({ kind: 'error', code: 131051 });
    const failed = await say('dois');
    await w.drain();
    expect(await of(failed)).toMatchObject({ status: 'FAILED', failure: { code: '131051' } });
    await c.done('RetryMessage', { messageId: failed }, { actor: c.owner });
    await w.drain();
    expect([await status(failed), await reached(failed)]).toEqual(['DELIVERED', 1]);
  }, 20_000);

  it('a failure that is told later fails the message with its code', async () => {
    await fault({ kind: 'error', code: 131026, as: 'status' });
    const id = await say();
    await w.drain();
    expect(await of(id)).toMatchObject({ status: 'FAILED', failure: { code: '131026' } });
  }, 20_000);

  it('a window that closes while a message waits fails it without a call', async () => {
    const hours = (h: number) => h * 3_600_000;
    const before = new Set((await c.inbox()).map((r) => r.conversation_id));
    await w.sim.sim('POST', 'messages', {
      from: '5511987650002',
      phoneNumberId: channel.phoneNumberId,
      content: { type: 'text', text: 'Oi' },
      at: w.clock.now().getTime() - hours(2),
    });
    await w.drain();
    conversationId = (await c.inbox()).find((r) => !before.has(r.conversation_id))!.conversation_id;
    await c.done('SuspendChannel', { channelId: channel.id, reason: 'token_expired', code: '190', secretVersion: 1 });
    const id = await say();
    await w.drain();
    expect(await status(id)).toBe('QUEUED');
    w.clock.advance(hours(23));
    await c.done('UpdateChannel', { channelId: channel.id, accessToken: w.sim.credentials.accessToken }, { actor: c.owner });
    await w.drain();
    expect(await of(id)).toMatchObject({ status: 'FAILED', failure: { code: 'window_closed' } });
    expect(await reached(id)).toBe(0);
    const late = await c.send('SendMessage', { conversationId, outgoing: { text: 'tarde' } }, { actor: c.owner });
    expect(late).toMatchObject({ ok: false, refusal: { code: 'window_closed' } });
  }, 20_000);

  describe('a customer’s file', () => {
    it('is fetched and kept', async () => {
      await write({ sample: 'photo' });
      expect((await c.thread()).at(-1)).toMatchObject({ kind: 'image', media: { state: 'ready', mime: 'image/jpeg' } });
    }, 20_000);
    it('that stalls is not kept half, and fetched by itself later', async () => {
      const kept = () => w.query('select 1 from vault.media where tenant = $1', [c.id]);
      await fault({ kind: 'download', lie: 'stall', times: 1 });
      const from = performance.now();
      await write({ sample: 'photo' });
      expect(performance.now() - from).toBeGreaterThan(1000);
      expect((await c.thread()).at(-1)).toMatchObject({ kind: 'image', media: { state: 'pending' } });
      expect(await kept()).toEqual([]);
      await w.pass(600_000);
      expect((await c.thread()).at(-1)).toMatchObject({ kind: 'image', media: { state: 'ready', mime: 'image/jpeg' } });
      expect(await kept()).toHaveLength(1);
    }, 30_000);
    it.each([
      ['bytes', /sha256_mismatch|type_mismatch/],
      ['size', /size_mismatch|cut_off/],
      ['type', /type_mismatch/],
    ])(
      'whose %s are not what was told is not kept, and the message stays',
      async (lie, code) => {
        await fault({ kind: 'download', lie, times: 20 });
        await write({ sample: 'photo' });
        for (let i = 0; i < 7; i++) await w.pass(600_000);
        const shown = (await c.thread()).at(-1)!;
        expect(shown).toMatchObject({ kind: 'image', media: { state: 'failed' } });
        expect(shown.media?.failure).toMatch(code);
        expect(await w.query('select 1 from vault.media where tenant = $1', [c.id])).toEqual([]);
      },
      30_000,
    );
  });

  it('signs of reading reach the customer when the channel wants it', async () => {
    await c.done('UpdateChannel', { channelId: channel.id, readReceipts: true }, { actor: c.owner });
    await c.done('MarkConversationRead', { conversationId, upTo: await w.engines.store.head() }, { actor: c.owner });
    await w.drain();
    const chat = (await w.sim.sim('GET', `chats/${CUSTOMER}/${channel.phoneNumberId}`)) as unknown as {
      readonly bubbles: readonly { readonly mine: boolean; readonly tick: string | null }[];
    };
    expect(chat.bubbles.map((b) => [b.mine, b.tick])).toEqual([[true, 'read']]);
  }, 20_000);
});
