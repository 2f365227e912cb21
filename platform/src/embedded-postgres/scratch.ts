import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from './start.ts';
import type { EmbeddedPostgres, EmbeddedPostgresOptions } from './start.ts';
import { copyTemplate } from './template.ts';

export interface ScratchPostgres extends EmbeddedPostgres {
  readonly dataDir: string;
  /** Stops it and removes its directory. */
  remove(): Promise<void>;
}

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** For tests: an embedded database of its own on a new directory. */
export async function startScratchPostgres(o: Partial<EmbeddedPostgresOptions> = {}): Promise<ScratchPostgres> {
  const dataDir = o.dataDir ?? (await mkdtemp(path.join(os.tmpdir(), 'mia-pg-')));
  await copyTemplate(dataDir);
  const postgres = await startEmbeddedPostgres({ log: SILENT, ...o, dataDir });
  return {
    ...postgres,
    dataDir,
    remove: async () => {
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
