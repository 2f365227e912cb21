import { memoryPubSub } from '../../pub-sub/memory.ts';
import { silent } from '../../ports/log.ts';
import type { PubSub } from '../../ports/pub-sub.ts';
import type { PubSubSubject } from '../pub-sub.contract.ts';

const bus = (broken: (good: PubSub) => Partial<PubSub>) => (): PubSubSubject => {
  const good = memoryPubSub({ log: silent });
  const bad = { ...good, ...broken(good) };
  return { bus: bad, again: bad, ready: async () => undefined };
};
export const brokenPubSubs = {
  'turns messages round': {
    by: 'delivers to every subscriber, in order',
    make: bus((good) => {
      const waiting: [string, string][] = [];
      return {
        publish: (c, m) => {
          waiting.push([c, m]);
          if (m === 'end')
            for (const [channel, message] of waiting
              .splice(0)
              .sort(([, a], [, b]) => (a === 'end' ? 1 : b === 'end' ? -1 : a < b ? 1 : -1)))
              good.publish(channel, message);
        },
      };
    }),
  },
  'matches channels by their beginning': {
    by: 'keeps channels apart',
    make: bus((good) => ({ publish: (c, m) => good.publish(c.slice(0, 36), m) })),
  },
  'stops every subscriber of a function': {
    by: 'stops when asked, for that subscriber only, however often',
    make: bus((good) => {
      const stops = new Map<unknown, (() => void)[]>();
      return {
        subscribe: (c, on) => {
          const all = stops.get(on) ?? [];
          stops.set(on, all);
          all.push(good.subscribe(c, on));
          return () => all.forEach((stop) => stop());
        },
      };
    }),
  },
  'calls subscribers at once': {
    by: 'never calls a subscriber within the publication',
    make: bus(() => {
      const subscribers = new Map<string, (m: string) => void>();
      return { publish: (c, m) => subscribers.get(c)?.(m), subscribe: (c, on) => (subscribers.set(c, on), () => undefined) };
    }),
  },
  'gives up at the first failing subscriber': {
    by: 'goes on when a subscriber fails',
    make: bus(() => {
      const subscribers = new Map<string, ((m: string) => void)[]>();
      return {
        publish: (c, m) =>
          queueMicrotask(() => {
            try {
              for (const on of subscribers.get(c) ?? []) on(m);
            } catch {
              subscribers.delete(c);
            }
          }),
        subscribe: (c, on) => (subscribers.set(c, [...(subscribers.get(c) ?? []), on]), () => undefined),
      };
    }),
  },
};
