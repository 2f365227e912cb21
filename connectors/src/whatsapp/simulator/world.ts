import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { lockDirectory } from './directory-lock.ts';
import { openLedger } from './ledger.ts';
import type { LedgerRecord, RecordBody } from './records.ts';
import { apply, emptyState } from './state.ts';
import type { State } from './state.ts';

/** What a phone shows for a moment and nobody keeps. */
export type Passing = { readonly kind: 'typing'; readonly customerId: string; readonly phoneNumberId: string; readonly until: number };

/** The simulated provider: what it knows, and the only way to change it. */
export type World = {
  readonly state: State;
  /** Changes the state and answers when the records are on the disk. Whoever answers a request or sends a webhook awaits it first. */
  commit(...records: readonly RecordBody[]): Promise<readonly LedgerRecord[]>;
  /** Called for every record once it is durable, in order. */
  onDurable(listener: (r: LedgerRecord) => void): () => void;
  announce(p: Passing): void;
  onPassing(listener: (p: Passing) => void): () => void;
  readonly mediaPath: (id: string) => string;
  writeMedia(id: string, bytes: Buffer): Promise<void>;
  close(): Promise<void>;
};

/** Opens the directory, takes its lock and folds its ledger. `onBroken`: the disk refused a write; the process must end, since memory is ahead of the ledger. */
export const openWorld = async (dir: string, onBroken: (e: unknown) => void): Promise<World> => {
  const media = join(dir, 'media');
  await mkdir(media, { recursive: true, mode: 0o700 });
  const lock = await lockDirectory(dir);
  const state = emptyState();
  const ledger = await openLedger<LedgerRecord>(join(dir, 'ledger.jsonl'), (r) => apply(state, r)).catch(async (e: unknown) => {
    await lock.release();
    throw e;
  });
  const durable = new Set<(r: LedgerRecord) => void>();
  const passing = new Set<(p: Passing) => void>();
  const subscribe = <L>(set: Set<L>, listener: L) => {
    set.add(listener);
    return () => void set.delete(listener);
  };
  const mediaPath = (id: string): string => {
    if (!/^\d+$/.test(id)) throw new Error('a media id is digits');
    return join(media, id);
  };

  return {
    state,
    async commit(...bodies) {
      const records = bodies.map((body, i): LedgerRecord => ({ n: state.lastRecord + 1 + i, at: Date.now(), ...body }));
      for (const r of records) apply(state, r);
      await ledger.append(records).catch((e: unknown) => {
        onBroken(e);
        throw e;
      });
      for (const r of records) for (const listener of durable) listener(r);
      return records;
    },
    onDurable: (listener) => subscribe(durable, listener),
    announce(p) {
      for (const listener of passing) listener(p);
    },
    onPassing: (listener) => subscribe(passing, listener),
    mediaPath,
    async writeMedia(id, bytes) {
      const file = await open(mediaPath(id), 'wx', 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
    },
    async close() {
      await ledger.close();
      await lock.release();
    },
  };
};
