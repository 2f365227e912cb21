import { fakeClock, type FakeClock } from '@master-ia/platform/runtime/clock.ts';
import type { Actor } from '@master-ia/schemas/contract.ts';
import type { Clock, Ids } from '@master-ia/platform/ports/clock.ts';
import type { Commands } from '@master-ia/platform/ports/commands.ts';
import type { FactStore } from '@master-ia/platform/ports/facts.ts';
import type { EventStore } from '@master-ia/platform/ports/event-store.ts';
import { must, type DemoTeam } from './company.ts';
import { labels, stories, type Story, type Turn } from './story.ts';

const MINUTE = 60_000;
const FACTS_MS = 10_000;
const ranks = ['accepted', 'sent', 'delivered', 'read'] as const;

/** Names a turn of a story. */
export const turnKey = (s: Story, i: number): string => `${s.phone}:${String(i)}`;

export type Telling = {
  readonly commandsAt: (clock: Clock) => Commands;
  readonly facts: FactStore;
  readonly store: EventStore;
  readonly ids: Ids;
  readonly now: Date;
  readonly team: DemoTeam;
  readonly channelId: string;
  /** What was said, as the provider knows it: its message id by {@link turnKey}. */
  readonly said: ReadonlyMap<string, string>;
};

/** Tells the stories through the product's own commands, each at its time, oldest first, so that positions and times agree. */
export const tellStories = async (t: Telling): Promise<void> => {
  const clock: FakeClock = fakeClock(new Date(t.now.getTime() - 10 * 1440 * MINUTE));
  const send = must(t.commandsAt(clock), t.ids);
  const { companyId } = t.team;
  const person = (who: 'ana' | 'bruno' | 'carla'): Actor => ({ kind: 'user', id: who === 'ana' ? t.team.owner : t.team[who] });
  const caughtUp = async (): Promise<void> => {
    await t.facts.reached(await t.store.head(), FACTS_MS);
  };
  const labelIds = new Map<string, string>();
  for (const [name, color] of Object.entries(labels))
    labelIds.set(name, (await send<{ labelId: string }>(`label:${name}`, 'SaveLabel', companyId, { name, color }, person('ana'))).labelId);
  await caughtUp();

  const deliveryId = t.ids.from('demo', 'delivery');
  const places = new Map<string, string>();
  const say = async (s: Story, turn: Turn, i: number): Promise<void> => {
    clock.set(new Date(t.now.getTime() - turn.ago * MINUTE));
    const key = turnKey(s, i);
    if ('note' in turn)
      return void (await send(key, 'AddNote', companyId, { conversationId: places.get(s.phone), text: turn.text }, person(turn.note)));
    if (turn.from === 'customer') {
      const { conversationId } = await send<{ conversationId: string }>(
        key,
        'ReceiveInbound',
        companyId,
        {
          channelId: t.channelId,
          providerId: t.said.get(key) ?? `wamid.demo.${key}`,
          deliveryId,
          toldAt: clock.now().toISOString(),
          sender: { phone: s.phone, profileName: s.name },
          content: { kind: 'text', text: turn.text },
          parser: 1,
        },
        { kind: 'connector', id: 'demo' },
      );
      places.set(s.phone, conversationId);
      return caughtUp();
    }
    const { messageId } = await send<{ messageId: string }>(
      key,
      'SendMessage',
      companyId,
      { conversationId: places.get(s.phone), outgoing: { text: turn.text } },
      person(turn.from),
    );
    const providerId = t.said.get(key) ?? `wamid.demo.${key}`;
    await send(`${key}:start`, 'StartSend', companyId, { messageId, attempt: 1 });
    await send(`${key}:accepted`, 'RecordSendAccepted', companyId, { messageId, attempt: 1, providerId });
    const status = async (name: string, code: string | null): Promise<unknown> =>
      send(`${key}:${name}`, 'ReceiveStatus', companyId, {
        channelId: t.channelId,
        providerId,
        callbackData: `${messageId}:1`,
        status: name,
        toldAt: clock.now().toISOString(),
        code,
        reason: null,
      });
    if (typeof turn.reached === 'object') await status('failed', turn.reached.failed);
    else for (const name of ranks.slice(1, ranks.indexOf(turn.reached) + 1)) await status(name, null);
    await caughtUp();
  };
  const turns = stories.flatMap((s) => s.turns.map((turn, i) => ({ s, turn, i }))).sort((a, b) => b.turn.ago - a.turn.ago);
  for (const { s, turn, i } of turns) await say(s, turn, i);

  clock.set(t.now);
  for (const s of stories) {
    const conversationId = places.get(s.phone) as string;
    for (const l of s.labels)
      await send(
        `label:${s.phone}:${l}`,
        'LabelConversation',
        companyId,
        { conversationId, labelId: labelIds.get(l), on: true },
        person('carla'),
      );
    if (s.assigned !== null)
      await send(`assign:${s.phone}`, 'AssignConversation', companyId, { conversationId, userId: person(s.assigned).id }, person('carla'));
    if (s.read)
      await send(
        `read:${s.phone}`,
        'MarkConversationRead',
        companyId,
        { conversationId, upTo: await t.store.head() },
        person(s.assigned ?? 'ana'),
      );
    if (s.closed) await send(`close:${s.phone}`, 'CloseConversation', companyId, { conversationId }, person('ana'));
  }
};
