import { cp, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../embedded-postgres/start.ts';
import { silent } from '../ports/log.ts';
import type { TestEngine } from './postgres.ts';
import { currentRun, oncePerRun } from './run-directory.ts';

/** Making a database takes seconds, copying one 50 ms: the run makes one. */
const template = (): Promise<string> => {
  const run = currentRun();
  return oncePerRun(run, 'embedded', async () => {
    const dataDir = join(run.dir, 'embedded-template');
    await (await startEmbeddedPostgres({ dataDir, log: silent })).stop();
    return join(dataDir, 'pg');
  });
};

/** The product's own embedded database, in a data directory and a process of its own for each database. */
export const embeddedEngine: TestEngine = {
  name: 'embedded',
  open: async () => {
    const from = await template();
    const dataDir = await mkdtemp(join(currentRun().dir, 'embedded-'));
    await cp(from, join(dataDir, 'pg'), { recursive: true });
    const server = await startEmbeddedPostgres({ dataDir, log: silent });
    const { host, port, user, database, password } = server;
    return {
      connection: { host, port, user, database, ...(password === undefined ? {} : { password }) },
      drop: async () => {
        await server.stop();
        await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
      },
    };
  },
};
