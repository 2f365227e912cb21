import type { Log } from '../ports/log.ts';
import type { PubSub } from '../ports/pub-sub.ts';

type On = (message: string) => void;
/** Notices within this process, in order, after the publisher has gone on. */
export const memoryPubSub = (o: { readonly log: Log }): PubSub => {
  const channels = new Map<string, Set<{ readonly on: On }>>();
  const deliver = (channel: string, message: string): void => {
    for (const subscriber of [...(channels.get(channel) ?? [])]) {
      // Gone since this message began its round.
      if (!channels.get(channel)?.has(subscriber)) continue;
      try {
        subscriber.on(message);
      } catch (error) {
        o.log.error({ channel, error }, 'subscriber failed');
      }
    }
  };
  return {
    publish: (channel, message) => {
      if (channels.has(channel)) queueMicrotask(() => deliver(channel, message));
    },
    subscribe: (channel, on) => {
      // An object of its own: the same function may subscribe twice.
      const subscriber = { on };
      const subscribers = channels.get(channel) ?? new Set();
      channels.set(channel, subscribers.add(subscriber));
      return () => {
        subscribers.delete(subscriber);
        if (subscribers.size === 0 && channels.get(channel) === subscribers) channels.delete(channel);
      };
    },
  };
};
