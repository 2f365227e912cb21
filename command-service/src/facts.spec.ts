import { samples } from './testing/every-sample.ts';
import { factKeepers, reactions } from './domains.ts';
import { ignored } from '@master-ia/platform/kernel/reaction.ts';
import { uuidFrom } from '@master-ia/platform/runtime/ids.ts';
import type { FactShapes } from '@master-ia/schemas/facts/index.ts';
import { COMPANY, memoryService } from './testing/memory-service.ts';

it('every event is kept or ignored by exactly one keeper, if its domain has one', () => {
  const domains = new Map(factKeepers.map((k) => [k.domain, k]));
  expect(domains.size).toBe(factKeepers.length);
  for (const s of samples) {
    const keeper = domains.get(s.domain);
    if (keeper) expect([s.type, s.type in keeper.on]).toEqual([s.type, true]);
  }
});
it('keepers read nothing personal: a sealed event gives the same facts', () => {
  for (const s of samples)
    for (const k of factKeepers) {
      const handler = k.on[s.type];
      if (handler === undefined || handler === ignored) continue;
      const kept = (e: unknown) => handler(e as never).map((c) => [c.fact, c.key, c.change(undefined)]);
      expect(kept(s.closed)).toEqual(kept(s.opened));
    }
});
it('every reaction decides about every event of its domain', () => {
  const early = { put: async () => undefined, find: async () => [], purge: async () => 0 };
  for (const r of reactions(early))
    for (const s of samples.filter((x) => x.domain === r.domain)) expect([r.name, s.type, s.type in r.on]).toEqual([r.name, s.type, true]);
});

describe('what facts say', () => {
  it('of a conversation: its window, from the newest message by the time told', async () => {
    const s = memoryService();
    await s.found();
    const channelId = await s.channel();
    const receive = (providerId: string, toldAt: string) =>
      s.done<{ conversationId: string; messageId: string }>('ReceiveInbound', {
        channelId,
        providerId,
        deliveryId: uuidFrom('d'),
        toldAt,
        sender: { phone: '+5511987654321' },
        content: { kind: 'text', text: 'Oi' },
        parser: 1,
      });
    const first = await receive('wamid.1', '2026-01-15T11:00:00.000Z');
    await receive('wamid.0', '2026-01-15T10:00:00.000Z');
    expect(await s.facts.one<FactShapes['conversation']>(COMPANY, 'conversation', first.conversationId)).toMatchObject({
      state: 'open',
      assigneeId: null,
      windowEndsAt: '2026-01-16T11:00:00.000Z',
      lastInbound: { messageId: first.messageId, at: '2026-01-15T11:00:00.000Z' },
    });
    // A time that the provider tells from the future counts as now.
    await receive('wamid.2', '2027-01-01T00:00:00.000Z');
    expect(await s.facts.one<FactShapes['conversation']>(COMPANY, 'conversation', first.conversationId)).toMatchObject({
      windowEndsAt: new Date(s.clock.now().getTime() + 86_400_000).toISOString(),
    });
  });
  it('of templates: what a channel has', async () => {
    const s = memoryService();
    await s.found();
    const channelId = await s.channel();
    const form = {
      providerId: '1',
      name: 'oi',
      language: 'pt_BR',
      category: 'U',
      status: 'APPROVED',
      named: false,
      header: null,
      headerFormat: null,
      body: 'Oi',
      footer: null,
      buttons: [],
      variables: [],
    };
    await s.done('RecordTemplate', { templateId: uuidFrom('t'), channelId, form });
    expect(await s.facts.one(COMPANY, 'templates_of', channelId)).toEqual({ [uuidFrom('t')]: { name: 'oi', language: 'pt_BR' } });
    await s.done('RemoveTemplate', { templateId: uuidFrom('t'), channelId });
    expect(await s.facts.one(COMPANY, 'templates_of', channelId)).toEqual({});
    expect(await s.facts.one(COMPANY, 'template', `${channelId}|oi|pt_BR`)).toBeUndefined();
  });
  it('of owners: who is one', async () => {
    const s = memoryService();
    const dona = await s.found();
    const ana = await s.person('ana@example.com', 'owner');
    const memberId = uuidFrom(COMPANY, 'member', dona.id);
    expect(await s.send('RemoveMember', { memberId, userId: dona.id }, { actor: ana })).toMatchObject({ ok: true });
    expect(await s.send('RemoveMember', { memberId: uuidFrom(COMPANY, 'member', ana.id), userId: ana.id }, { actor: ana })).toMatchObject({
      ok: false,
      refusal: { code: 'last_owner' },
    });
  });
});
