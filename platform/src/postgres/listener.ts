import { Client, escapeIdentifier, type ClientConfig } from 'pg';
import type { Log } from '../ports/log.ts';
import { codeOf } from './errors.ts';

type On = (payload: string) => void;

/** One connection of its own for LISTEN, made when first needed and made again when it is lost. */
export const openListener = (
  config: ClientConfig,
  log: Log,
): { listen(channel: string, on: On): Promise<() => Promise<void>>; close(): Promise<void> } => {
  const channels = new Map<string, Set<On>>();
  let client: Client | undefined;
  /** The attempt under way to connect and to listen to every channel. */
  let attempt: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let closed = false;

  const call = (channel: string, payload: string): void => {
    for (const on of [...(channels.get(channel) ?? [])]) on(payload);
  };
  const lost = (c: Client, e?: unknown): void => {
    if (client !== c) return;
    client = undefined;
    log.debug({ code: codeOf(e) }, 'notification connection lost');
    later();
  };
  const later = (): void => {
    if (closed || timer || channels.size === 0) return;
    timer = setTimeout(
      () => {
        timer = undefined;
        void connect();
      },
      Math.min(25 * 2 ** failures, 1_000),
    );
  };
  const connect = (): Promise<void> =>
    (attempt ??= (async () => {
      clearTimeout(timer);
      timer = undefined;
      const c = new Client(config);
      c.on('error', (e) => lost(c, e));
      c.on('end', () => lost(c));
      c.on('notification', (n) => call(n.channel, n.payload ?? ''));
      try {
        await c.connect();
        for (const channel of channels.keys()) await c.query(`listen ${escapeIdentifier(channel)}`);
        if (closed) return void (await c.end());
        client = c;
        failures = 0;
      } catch (e) {
        failures++;
        log.debug({ code: codeOf(e) }, 'cannot listen for notifications yet');
        void c.end().catch(() => undefined);
        later();
        return;
      } finally {
        attempt = undefined;
      }
      // Whatever was notified meanwhile is gone: everybody looks once.
      for (const channel of channels.keys()) call(channel, '');
    })());

  return {
    /** Resolves when it listens, or after a first failed attempt, going on by itself. */
    listen: async (channel, on) => {
      const set = channels.get(channel) ?? new Set<On>();
      channels.set(channel, set.add(on));
      await attempt;
      if (!client) await connect();
      else
        await client
          .query(`listen ${escapeIdentifier(channel)}`)
          .catch((e: unknown) => log.debug({ code: codeOf(e) }, 'cannot listen for notifications yet'));
      return async () => {
        set.delete(on);
        if (set.size > 0 || channels.get(channel) !== set) return;
        channels.delete(channel);
        await client?.query(`unlisten ${escapeIdentifier(channel)}`).catch(() => undefined);
      };
    },
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await attempt;
      const c = client;
      client = undefined;
      await c?.end().catch(() => undefined);
    },
  };
};
