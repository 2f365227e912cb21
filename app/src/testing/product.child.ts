import { createSecretKey } from 'node:crypto';
import { createServer } from 'node:http';
import express from 'express';
import type { CommandEnvelope } from '@master-ia/platform/ports/commands.ts';
import { openLifecycle } from '@master-ia/platform/runtime/lifecycle.ts';
import { openLog } from '@master-ia/platform/runtime/log.ts';
import { systemIds } from '@master-ia/platform/runtime/ids.ts';
import { openEngines } from '../engines.ts';
import { startServices } from '../services.ts';

/** What a test starts and kills: the product's services in a process of their own, with a clock that is ahead by so many milliseconds. */
export type ProductOptions = {
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  readonly masterKey: string;
  readonly port: number;
  readonly simulatorUrl: string;
  readonly aheadMs: number;
};
const o = JSON.parse(process.argv[2] ?? '') as ProductOptions;

const log = openLog({ level: 'error', name: 'product under test' });
const life = openLifecycle({ log });
const clock = { now: () => new Date(Date.now() + o.aheadMs) };
const engines = await openEngines({
  config: { dataDir: o.dataDir, databaseUrl: o.databaseUrl ?? undefined, masterKey: createSecretKey(Buffer.from(o.masterKey, 'base64')) },
  life,
  log,
  clock,
  ids: systemIds,
});
const services = await startServices({
  engines,
  life,
  log,
  clock,
  ids: systemIds,
  graph: { url: o.simulatorUrl, version: 'v23.0' },
  simulatorUrl: o.simulatorUrl,
  simulatedAllowed: true,
  callbackUrl: (id) => `http://127.0.0.1:${o.port}/webhooks/whatsapp/${id}`,
});
const app = express();
app.use(services.connectors.router);
app.post('/test/command', express.json(), async (req, res) => {
  const answer = await services.commands.send(req.body as CommandEnvelope);
  if (answer.ok) await services.facts.reached(answer.position, 5000);
  res.json(answer);
});
app.post('/test/query', express.json(), async (req, res) => {
  res.json((await engines.queryDb.query((req.body as { text: string }).text, (req.body as { values: unknown[] }).values)).rows);
});
const server = createServer(app);
await life.start(
  'http',
  () => new Promise<void>((ready) => server.listen(o.port, '127.0.0.1', ready)),
  () => {
    server.closeAllConnections();
    server.close();
  },
);
await services.startConnectors();
process.stdin.on('end', () => void life.stop('told to').then(({ code }) => process.exit(code)));
process.stdin.resume();
process.stdout.write('ready\n');
