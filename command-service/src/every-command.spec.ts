import fc from 'fast-check';
import { INSTALLATION } from '@master-ia/schemas/contract.ts';
import type { CommandResult, Commands } from '@master-ia/platform/ports/commands.ts';
import type { AnyDecider } from '@master-ia/platform/kernel/decider.ts';
import { uuidFrom } from '@master-ia/platform/runtime/ids.ts';
import { deciders, processes } from './domains.ts';
import { COMPANY, CONNECTOR, INSTALLER, memoryService, type MemoryService } from './testing/memory-service.ts';
import { canaries, wamid, wholeLife, type Told } from './testing/whole-life.ts';

const all = deciders({ simulatedAllowed: true });
const byCommand = new Map<string, AnyDecider>(all.flatMap((d) => Object.keys(d.aggregate.commands).map((name) => [name, d] as const)));
const names = [
  ...byCommand.keys(),
  ...processes({ put: async () => undefined, find: async () => [], purge: async () => 0 }).flatMap((p) => Object.keys(p.definitions)),
];
const STRANGER = uuidFrom('a company of its own');

const envelope = (t: Told) => ({ name: t.name, id: t.id, tenant: t.tenant ?? COMPANY, actor: t.actor ?? INSTALLER, data: t.data });
const ok = (answer: CommandResult, what: string): Extract<CommandResult, { ok: true }> => {
  if (!answer.ok) throw new Error(`${what} was refused: ${JSON.stringify(answer.refusal)}`);
  return answer;
};
/** Answers its result after `check` has looked at it. */
const live = (s: MemoryService, check: (t: Told) => Promise<CommandResult>) =>
  wholeLife(async (t) => ok(await check(t), t.name).result as Record<string, string>, s.clock.now());
const without = (result: unknown, fields: readonly string[] = []): unknown => ({
  ...(result as object),
  ...Object.fromEntries(fields.map((f) => [f, null])),
});

it('is sent in one life, each command at least once', async () => {
  const s = memoryService();
  const sent = new Set<string>();
  await live(s, async (t) => {
    sent.add(t.name);
    const before = (await s.raw()).length;
    const answer = await s.commands.send(envelope(t));
    expect([t.name, (await s.raw()).length > before]).toEqual([t.name, true]);
    return answer;
  });
  expect(names.filter((n) => !sent.has(n))).toEqual([]);
  expect(names.length).toBeGreaterThan(70);
});

it('answers the same id with the same answer and nothing new, at once, at the end of the life, and in another process', async () => {
  const s = memoryService();
  const told: { readonly t: Told; readonly first: CommandResult }[] = [];
  const again = async (t: Told, first: CommandResult, by: Commands): Promise<void> => {
    const before = (await s.raw()).length;
    const second = ok(await by.send(envelope(t)), `${t.name} again`);
    expect({ name: t.name, repeated: second.repeated, result: second.result }).toEqual({
      name: t.name,
      repeated: true,
      result: without(first.ok && first.result, t.once),
    });
    expect([t.name, (await s.raw()).length - before]).toEqual([t.name, 0]);
  };
  await live(s, async (t) => {
    const first = await s.commands.send(envelope(t));
    told.push({ t, first });
    await again(t, first, s.commands);
    return first;
  });
  const other = s.handler();
  // What a result says of the state is said of the state as it is now.
  const settled = told.filter(({ t }) => byCommand.has(t.name));
  for (const { t, first } of settled) await again(t, first, other);
});

it('refuses the same id with another body, except from who reports facts, whose first word counts', async () => {
  const s = memoryService();
  let tried = 0;
  await live(s, async (t) => {
    const first = await s.commands.send(envelope(t));
    if (t.other === undefined) return first;
    tried++;
    const before = (await s.raw()).length;
    const other = { ...envelope(t), data: { ...t.data, ...t.other } };
    expect([t.name, await s.commands.send(other)]).toEqual([t.name, { ok: false, refusal: { code: 'id_reused' } }]);
    expect([t.name, await s.commands.send({ ...other, actor: CONNECTOR })]).toMatchObject([t.name, { ok: true, repeated: true }]);
    expect([t.name, (await s.raw()).length - before]).toEqual([t.name, 0]);
    return first;
  });
  expect(tried).toBeGreaterThan(50);
});

it('does not find another company’s stream', async () => {
  const s = memoryService();
  let tried = 0;
  await live(s, async (t) => {
    const first = await s.commands.send(envelope(t));
    const decider = byCommand.get(t.name);
    if (!decider) return first;
    const data = decider.aggregate.commands[t.name]!.data.parse(t.data);
    const id = uuidFrom('stranger', t.id);
    const target = decider.target[t.name]!(data as never, {
      tenant: STRANGER,
      actor: INSTALLER,
      newId: (n) => uuidFrom(STRANGER, id, String(n)),
      id: uuidFrom,
    });
    const stream = `${decider.aggregate.category}-${target.id}`;
    if ((await s.store.read(stream, { from: 0, max: 1 })).length === 0) return first;
    tried++;
    const before = (await s.raw()).length;
    expect([t.name, await s.commands.send({ ...envelope(t), id, tenant: STRANGER, actor: INSTALLER })]).toEqual([
      t.name,
      { ok: false, refusal: { code: 'not_found' } },
    ]);
    expect((await s.raw()).length).toBe(before);
    return first;
  });
  expect(tried).toBeGreaterThan(50);
});

it('is one when several processes get it at the same time', async () => {
  const s = memoryService();
  const [one, two, three] = [s.handler(), s.handler(), s.handler()];
  const alone = memoryService();
  await live(alone, (t) => alone.commands.send(envelope(t)));
  await live(s, async (t) => {
    const answers = await Promise.all([one, two, two, three].map((h) => h.send(envelope(t))));
    const results = answers.map((a) => JSON.stringify(without(ok(a, t.name).result, t.once)));
    expect([t.name, new Set(results).size]).toEqual([t.name, 1]);
    return answers.find((a) => a.ok && !a.repeated) ?? answers[0]!;
  });
  const types = async (w: MemoryService) => (await w.raw()).map((e) => e.type).sort();
  expect(await types(s)).toEqual(await types(alone));
});

it('keeps secrets out of what is stored, and personal data sealed', async () => {
  const s = memoryService();
  await live(s, (t) => s.commands.send(envelope(t)));
  // Evidence that nobody waits for is kept too.
  const channelId = uuidFrom('a channel');
  const early = { channelId, providerId: wamid('early'), callbackData: null, status: 'read', toldAt: s.clock.now().toISOString() };
  await s.done('ReceiveStatus', { ...early, code: null, reason: null });
  expect([...s.early.waiting.values()].flat()).toHaveLength(1);
  const forms = (text: string) => [
    text,
    text.toUpperCase(),
    Buffer.from(text).toString('base64').replace(/=+$/, ''),
    Buffer.from(text).toString('hex'),
  ];
  const stored = JSON.stringify([await s.raw(), [...s.factRows], [...s.early.waiting]]).toLowerCase();
  for (const [what, text] of Object.entries(canaries))
    for (const form of forms(text)) expect([what, stored.includes(form.toLowerCase())]).toEqual([what, false]);
  // The life did say all of it: opened, the personal part is there, and the secrets are not even then.
  const opened = JSON.stringify(await s.events());
  const secrets = ['password', 'newPassword', 'accessToken', 'nextToken', 'appSecret', 'pin'];
  for (const [what, text] of Object.entries(canaries)) expect([what, opened.includes(text)]).toEqual([what, !secrets.includes(what)]);
});

it('leaves every stream to one company, and every revision without a gap', async () => {
  const s = memoryService();
  await live(s, (t) => s.commands.send(envelope(t)));
  const streams = Map.groupBy(await s.raw(), (e) => e.stream);
  for (const [stream, events] of streams) {
    expect([stream, new Set(events.map((e) => `${e.tenant} ${e.key}`)).size]).toEqual([stream, 1]);
    expect(events.map((e) => e.revision)).toEqual(events.map((_, i) => i));
  }
  expect([...streams.keys()].filter((name) => !/^[a-z]+-[0-9a-f-]{36}$/.test(name))).toEqual([]);
  expect((await s.raw()).filter((e) => e.stream.startsWith('user-')).every((e) => e.tenant === INSTALLATION)).toBe(true);
});

describe('at any interleaving', () => {
  type Move = { readonly name: string; readonly data: Record<string, unknown> };
  const moves = (conversationId: string, users: readonly string[]): fc.Arbitrary<Move> =>
    fc.oneof(
      fc.constantFrom('a', 'b').map((text) => ({ name: 'AddNote', data: { conversationId, text } })),
      fc.constantFrom(...users, null).map((userId) => ({ name: 'AssignConversation', data: { conversationId, userId } })),
      fc.constantFrom('CloseConversation', 'ReopenConversation', 'NoticeMessage').map((name) => ({ name, data: { conversationId } })),
      fc
        .constantFrom('2026-02-01T00:00:00.000Z', '2026-02-02T00:00:00.000Z')
        .map((until) => ({ name: 'SnoozeConversation', data: { conversationId, until } })),
      fc.constantFrom('x', 'y').map((text) => ({ name: 'SendMessage', data: { conversationId, outgoing: { text } } })),
    );

  it('one id gives one answer, every conflict ends, and nothing is lost', async () => {
    const s = memoryService();
    const owner = await s.found();
    const channelId = await s.channel();
    const handlers = [s.handler(), s.handler(), s.handler()];
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.record({ move: moves('#', [owner.id]), id: fc.nat(6), handler: fc.nat(2) }), { minLength: 1, maxLength: 6 }), {
          minLength: 1,
          maxLength: 8,
        }),
        async (rounds) => {
          run++;
          const contactId = uuidFrom('contact', String(run));
          const sender = { phone: `+55119${String(10_000_000 + run)}` };
          const { conversationId } = await s.done('ReceiveInbound', {
            channelId,
            providerId: `wamid.${run}`,
            deliveryId: contactId,
            toldAt: s.clock.now().toISOString(),
            sender,
            content: { kind: 'text', text: 'Oi' },
            parser: 1,
          });
          // Ids are remembered per stream: a message is a stream of its own.
          const firsts = new Map<string, { readonly body: string; readonly result: string }>();
          for (const round of rounds) {
            // At the same time an id has one body: whose change it was could not be told.
            const sent = round.map(({ id, handler }) => {
              const { move } = round.find((other) => other.id === id)!;
              return {
                id: uuidFrom(String(run), String(id)),
                name: move.name,
                data: { ...move.data, conversationId },
                handler: handlers[handler]!,
              };
            });
            const before = await s.store.head();
            const answers = await Promise.all(
              sent.map((c) => c.handler.send({ name: c.name, id: c.id, tenant: COMPANY, actor: INSTALLER, data: c.data })),
            );
            const added = (await s.store.all(before, { max: 1000 })).events;
            const category = (name: string) => (name === 'SendMessage' ? 'message' : 'conversation');
            const changed = new Set(added.map((e) => `${e.stream.split('-')[0]!} ${(JSON.parse(e.metadata) as { c: string }).c}`));
            const kept = answers.map((a, i) => ({
              a,
              c: sent[i]!,
              key: `${category(sent[i]!.name)} ${sent[i]!.id}`,
              body: `${sent[i]!.name} ${JSON.stringify(sent[i]!.data)}`,
            }));
            // Only a command that changed something is remembered.
            for (const { a, key, body } of kept)
              if (a.ok && !a.repeated && changed.has(key) && !firsts.has(key)) firsts.set(key, { body, result: JSON.stringify(a.result) });
            for (const { a, key, body } of kept) {
              const first = firsts.get(key);
              if (!a.ok) {
                expect([a.refusal.code, first !== undefined]).toEqual(['id_reused', true]);
                expect(body).not.toBe(first?.body);
              } else if (a.repeated) expect({ body, result: JSON.stringify(a.result) }).toEqual(first);
            }
            const perCommand = Map.groupBy(added, (e) => `${e.stream} ${(JSON.parse(e.metadata) as { c: string }).c}`);
            for (const events of perCommand.values()) expect(events).toHaveLength(1);
          }
        },
      ),
      { numRuns: 60, seed: 20260115 },
    );
    for (const [, events] of Map.groupBy(await s.raw(), (e) => e.stream))
      expect(events.map((e) => e.revision)).toEqual(events.map((_, i) => i));
  });

  it('forty notes by four processes at the same time are forty', async () => {
    const s = memoryService();
    await s.found();
    const conversationId = uuidFrom('conversation');
    await s.done('OpenConversation', { conversationId, channelId: uuidFrom('c'), contactId: uuidFrom('k'), by: 'inbound' });
    const handlers = Array.from({ length: 4 }, () => s.handler());
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        handlers[n % 4]!.send({
          name: 'AddNote',
          id: uuidFrom('note', String(n)),
          tenant: COMPANY,
          actor: INSTALLER,
          data: { conversationId, text: String(n) },
        }),
      ),
    );
    expect(answers.filter((a) => !a.ok)).toEqual([]);
    const notes = (await s.raw()).filter((e) => e.type === 'NoteAdded');
    expect(notes.map((e) => e.revision).sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
  });
});
