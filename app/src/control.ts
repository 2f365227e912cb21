import { createHash, timingSafeEqual } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { join } from 'node:path';
import type { Ids } from '@master-ia/platform/ports/clock.ts';
import type { CommandEnvelope, CommandResult, Commands } from '@master-ia/platform/ports/commands.ts';
import type { Connection } from '@master-ia/platform/postgres/database.ts';

/** How programs beside a running product find it: written by the product, readable by its owner only. */
export type ControlFile = {
  readonly pid: number;
  readonly pg: Connection;
  readonly port: number;
  readonly token: string;
  readonly publicUrl: string;
};
const FILE = 'control.json';
const BODY_MAX = 1024 * 1024;

const same = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
const bodyOf = async (req: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_MAX) throw new Error('too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

/** Takes commands of `replay`, `reparse` and `admin` on loopback, with a token that only the data directory's owner can read. */
export const openControl = async (o: {
  readonly dataDir: string;
  readonly commands: Commands;
  readonly ids: Ids;
  readonly pg: Connection;
  readonly publicUrl: () => string;
}) => {
  const token = o.ids.secret(32);
  const server: Server = createServer((req, res) => {
    const answer = async (): Promise<void> => {
      if (req.method !== 'POST' || req.url !== '/commands' || !same(req.headers.authorization ?? '', `Bearer ${token}`))
        return void res.writeHead(404).end();
      const result = await o.commands.send(JSON.parse(await bodyOf(req)) as CommandEnvelope);
      res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
    };
    answer().catch(() => res.writeHead(500).end());
  });
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', done);
  });
  const { port } = server.address() as { port: number };
  const file: ControlFile = { pid: process.pid, pg: o.pg, port, token, publicUrl: o.publicUrl() };
  const path = join(o.dataDir, FILE);
  await writeFile(path, JSON.stringify(file), { mode: 0o600 });
  return {
    close: async (): Promise<void> => {
      const written = await readFile(path, 'utf8').catch(() => null);
      if (written !== null && (JSON.parse(written) as ControlFile).token === token) await rm(path, { force: true });
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
};

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};
/** The running product of a data directory; null when none runs. */
export const runningProduct = async (dataDir: string): Promise<ControlFile | null> => {
  const text = await readFile(join(dataDir, FILE), 'utf8').catch(() => null);
  const file = text === null ? null : (JSON.parse(text) as ControlFile);
  return file && alive(file.pid) ? file : null;
};
/** The running product's commands. */
export const controlCommands = (c: ControlFile): Commands => ({
  send: async (envelope) => {
    const answer = await fetch(`http://127.0.0.1:${String(c.port)}/commands`, {
      method: 'POST',
      headers: { authorization: `Bearer ${c.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(envelope),
    });
    if (answer.status !== 200) throw new Error(`the running product answered ${String(answer.status)}`);
    return (await answer.json()) as CommandResult;
  },
});
