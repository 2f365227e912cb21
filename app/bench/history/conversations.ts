import { dice } from '../numbers.ts';
import { writer } from './words.ts';

/** What happened, before any store's shape: both stores of a comparison hold the same. */
export type Happened = {
  readonly at: Date;
  readonly place: ConversationPlace;
  readonly messageId: string;
  readonly told: Said<'in'> | Said<'out'> | { readonly kind: 'status'; readonly status: (typeof STATUSES)[number] };
};
type Said<K> = { readonly kind: K; readonly text: string };
export type ConversationPlace = {
  readonly tenant: string;
  readonly conversationId: string;
  readonly contactId: string;
  readonly number: number;
};
export const STATUSES = ['accepted', 'delivered', 'read'] as const;

const TENANTS = 5;
const START = Date.UTC(2026, 0, 1);
const STATUS_SHARE = 0.5;
const IN_SHARE = 0.25;

/** Ids that look like version 7 (in order of time) or 4, from the same dice in every run. */
const idMaker = (random: () => number) => {
  const hex = (n: number): string => {
    let s = '';
    for (let i = 0; i < n; i++) s += Math.floor(random() * 16).toString(16);
    return s;
  };
  return {
    random: (): string => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`,
    ordered: (ms: number): string => {
      const t = ms.toString(16).padStart(12, '0');
      return `${t.slice(0, 8)}-${t.slice(8)}-7${hex(3)}-8${hex(3)}-${hex(12)}`;
    },
  };
};

/** Conversations of five companies; a few of them have most of the messages. */
export const places = (count: number): readonly ConversationPlace[] => {
  const ids = idMaker(dice(11));
  const tenants = Array.from({ length: TENANTS }, ids.random);
  return Array.from({ length: count }, (_, number) => ({
    tenant: tenants[number % TENANTS]!,
    conversationId: ids.random(),
    contactId: ids.random(),
    number,
  }));
};

/** 25 % received, 25 % sent, 50 % statuses of what was sent (about two each): half of them soon, half much later. */
export function* history(of: readonly ConversationPlace[], events: number): Generator<Happened> {
  const random = dice(42);
  const ids = idMaker(random);
  const text = writer(random);
  const pending: { readonly place: ConversationPlace; readonly messageId: string; step: number }[] = [];
  let ms = START;
  for (let i = 0; i < events; i++) {
    ms += 1 + Math.floor(random() * 400);
    const x = random();
    if (x < STATUS_SHARE && pending.length > 0) {
      const j = random() < 0.5 ? pending.length - 1 : Math.floor(random() * pending.length);
      const p = pending[j]!;
      yield { at: new Date(ms), place: p.place, messageId: p.messageId, told: { kind: 'status', status: STATUSES[p.step]! } };
      if (++p.step < STATUSES.length && random() < 2 / 3) continue;
      pending[j] = pending.at(-1)!;
      pending.pop();
      continue;
    }
    const place = of[Math.floor(of.length * random() ** 2)]!;
    const messageId = ids.ordered(ms);
    const kind = random() < IN_SHARE / (1 - STATUS_SHARE) ? 'in' : 'out';
    if (kind === 'out') pending.push({ place, messageId, step: 0 });
    yield { at: new Date(ms), place, messageId, told: { kind, text: text.sentence() } };
  }
}
