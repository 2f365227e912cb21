import { randomUUID } from 'node:crypto';
import type { PubSub } from '../ports/pub-sub.ts';
import { gather } from './gather.ts';
import type { Cases } from './suite.ts';

/** `ready` resolves when what was subscribed so far receives; `again` is another process's end of the same notices. */
export type PubSubSubject = { readonly bus: PubSub; readonly again: PubSub; ready(): Promise<void> };

const END = 'end';
/** What a channel delivers until {@link END}. */
const listen = (bus: PubSub, channel: string) => {
  const got = gather<string>(1, 3_000);
  const messages: string[] = [];
  const stop = bus.subscribe(channel, (m) => (m === END ? got.push(m) : void messages.push(m)));
  return { messages, stop, ended: got.done };
};

export const pubSubCases: Cases<PubSubSubject> = {
  'delivers to every subscriber, in order': async ({ bus, again, ready }) => {
    const channel = randomUUID();
    const listeners = [listen(bus, channel), listen(again, channel), listen(bus, channel)];
    await ready();
    const sent = Array.from({ length: 200 }, (_, i) => `m${i} ção 😀`);
    for (const m of [...sent, END]) bus.publish(channel, m);
    await Promise.all(listeners.map((l) => l.ended));
    expect(listeners.map((l) => l.messages)).toEqual([sent, sent, sent]);
    listeners.forEach((l) => l.stop());
  },

  'keeps channels apart': async ({ bus, ready }) => {
    const [a, b] = [randomUUID(), randomUUID()];
    const [inA, inB] = [listen(bus, a), listen(bus, b)];
    await ready();
    bus.publish(a, 'for a');
    bus.publish(`${a}x`, 'for nobody');
    for (const c of [a, b]) bus.publish(c, END);
    await Promise.all([inA.ended, inB.ended]);
    expect([inA.messages, inB.messages]).toEqual([['for a'], []]);
  },

  'stops when asked, for that subscriber only, however often': async ({ bus, ready }) => {
    const channel = randomUUID();
    const both = gather<string>(2, 3_000);
    const on = (m: string) => both.push(m);
    const stops = [bus.subscribe(channel, on), bus.subscribe(channel, on)];
    const last = listen(bus, channel);
    await ready();
    stops[0]!();
    stops[0]!();
    bus.publish(channel, 'x');
    bus.publish(channel, END);
    await last.ended;
    expect(both.items).toEqual(['x', END]);
    stops[1]!();
  },

  'never calls a subscriber within the publication': async ({ bus, ready }) => {
    const channel = randomUUID();
    const l = listen(bus, channel);
    await ready();
    bus.publish(channel, 'x');
    expect(l.messages).toEqual([]);
    bus.publish(channel, END);
    await l.ended;
    expect(l.messages).toEqual(['x']);
  },

  'goes on when a subscriber fails': async ({ bus, ready }) => {
    const channel = randomUUID();
    bus.subscribe(channel, () => {
      throw new Error('a broken subscriber');
    });
    const l = listen(bus, channel);
    await ready();
    expect(() => bus.publish(channel, 'x')).not.toThrow();
    bus.publish(channel, END);
    await l.ended;
    expect(l.messages).toEqual(['x']);
  },
};
