import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, connect, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from '../postgres/database.ts';

/** Stands between `pg` and a server: counts round trips, and breaks connections as a restart or a lost network does. */
export type WireProxy = {
  readonly connection: Connection;
  /** Answers so far that ended with ReadyForQuery, sign-ins included. */
  roundTrips(): number;
  /** Breaks every connection. */
  cut(): void;
  /** Breaks every connection and refuses new ones until `up`. */
  down(): Promise<void>;
  up(): Promise<void>;
  /** While down: until so many have come again in vain. */
  turnedAway(times: number): Promise<void>;
  /** The next answer that ends with ReadyForQuery is swallowed, and its connection broken: the server did the work, nobody hears of it. */
  swallowNext(): void;
  close(): Promise<void>;
};

const READY = 0x5a;

const targetOf = (c: Connection): string | { readonly host: string; readonly port: number } => {
  const url = c.connectionString ? new URL(c.connectionString) : null;
  const host = url ? url.hostname : (c.host ?? 'localhost');
  const port = Number(url ? url.port || 5432 : (c.port ?? 5432));
  return host.startsWith('/') ? join(host, `.s.PGSQL.${port}`) : { host, port };
};
/** Calls back with the type of every message that a server sends, whatever the chunks. */
const messageTypes = (on: (type: number) => void): ((chunk: Buffer) => void) => {
  let rest = Buffer.alloc(0);
  let skip = 0;
  return (chunk) => {
    let at = Math.min(skip, chunk.length);
    skip -= at;
    if (at === chunk.length) return;
    rest = Buffer.concat([rest, chunk.subarray(at)]);
    for (at = 0; rest.length - at >= 5;) {
      const end = at + 1 + rest.readUInt32BE(at + 1);
      on(rest[at]!);
      if (end > rest.length) {
        skip = end - rest.length;
        at = rest.length;
        break;
      }
      at = end;
    }
    rest = rest.subarray(at);
  };
};

export const wireProxy = async (to: Connection): Promise<WireProxy> => {
  const dir = await mkdtemp(join(tmpdir(), 'mia-proxy-'));
  const path = join(dir, '.s.PGSQL.5432');
  const target = targetOf(to);
  const open = new Set<Socket>();
  let trips = 0;
  let swallow = false;

  const serve = (client: Socket): void => {
    const server = typeof target === 'string' ? connect(target) : connect(target.port, target.host);
    let swallowed = false;
    const count = messageTypes((type) => {
      if (type !== READY) return;
      trips++;
      if (swallow) {
        swallow = false;
        swallowed = true;
      }
    });
    for (const s of [client, server]) {
      open.add(s);
      s.on('error', () => undefined);
      s.on('close', () => {
        open.delete(s);
        client.destroy();
        server.destroy();
      });
    }
    client.on('data', (d) => server.write(d));
    server.on('data', (d) => {
      count(d);
      if (swallowed) client.destroy();
      else client.write(d);
    });
  };
  const cut = (): void => {
    for (const s of open) s.destroy();
  };
  let listening: Server | undefined;
  const listen = (on: (client: Socket) => void): Promise<void> =>
    new Promise((resolve) => (listening = createServer(on).listen(path, resolve)));
  const up = (): Promise<void> => listen(serve);
  const down = async (): Promise<void> => {
    cut();
    const s = listening;
    listening = undefined;
    await new Promise((resolve) => (s ? s.close(resolve) : resolve(undefined)));
  };
  const turnedAway = async (times: number): Promise<void> => {
    const came = new EventEmitter();
    let left = times;
    const all = once(came, 'all');
    await listen((client) => {
      client.on('error', () => undefined).destroy();
      if (--left === 0) came.emit('all');
    });
    await all;
    await down();
  };
  await up();
  const url = to.connectionString ? new URL(to.connectionString) : null;
  return {
    connection: url
      ? {
          host: dir,
          port: 5432,
          user: decodeURIComponent(url.username),
          password: decodeURIComponent(url.password),
          database: url.pathname.slice(1),
        }
      : { ...to, host: dir, port: 5432 },
    roundTrips: () => trips,
    cut,
    down,
    up,
    turnedAway,
    swallowNext: () => {
      swallow = true;
    },
    close: async () => {
      await down();
      await rm(dir, { recursive: true, force: true });
    },
  };
};
