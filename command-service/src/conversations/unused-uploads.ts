import type { FactShapes } from '@master-ia/schemas/facts/index.ts';
import type { Clock } from '@master-ia/platform/ports/clock.ts';
import type { EventStore } from '@master-ia/platform/ports/event-store.ts';
import type { FactStore } from '@master-ia/platform/ports/facts.ts';
import type { MediaStore } from '@master-ia/platform/ports/media-store.ts';
import { USABLE_MS } from './upload.ts';

/** Who found an upload in time has written what uses it long before. */
const WRITTEN_MS = 3_600_000;
const FACTS_MS = 5000;
/** Looked at in one go. */
const SLICE = 100;

export type UploadPorts = {
  readonly media: Pick<MediaStore, 'unused' | 'use' | 'delete'>;
  readonly store: Pick<EventStore, 'head'>;
  readonly facts: FactStore;
  readonly clock: Clock;
};
/**
 * Deletes files that no message names and that no message can name any more; answers how many. What names one is in the log when the facts are asked, and they are asked
 * only when they have reached its head: facts that are behind delete nothing.
 */
export const deleteUnusedUploads = async (ports: UploadPorts, signal: AbortSignal): Promise<number> => {
  const putBefore = new Date(ports.clock.now().getTime() - USABLE_MS - WRITTEN_MS);
  let deleted = 0;
  while (!signal.aborted) {
    const found = await ports.media.unused(putBefore, SLICE);
    if (found.length === 0 || !(await ports.facts.reached(await ports.store.head(), FACTS_MS))) break;
    const named = await Promise.all(found.map((m) => ports.facts.one<FactShapes['media']>(m.tenant, 'media', m.id)));
    await ports.media.use(found.filter((_, i) => named[i] !== undefined));
    for (const m of found.filter((_, i) => named[i] === undefined)) {
      if (signal.aborted) return deleted;
      await ports.media.delete(m.tenant, m.id, { putBefore });
      deleted++;
    }
  }
  return deleted;
};
