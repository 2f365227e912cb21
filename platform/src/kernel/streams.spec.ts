import type { EventStore } from '../ports/event-store.ts';
import { parcelDecider, type ParcelState } from '../testing/parcel.ts';
import { parcelId, postOffice } from '../testing/post-office.ts';
import { streamCache } from './streams.ts';

const decider = parcelDecider();
const counted = (inner: EventStore) => {
  const reads: number[] = [];
  const store: EventStore = {
    ...inner,
    readMany: async (asked) => {
      const answer = await inner.readMany(asked);
      reads.push(answer.flat().length);
      return answer;
    },
  };
  return { store, reads };
};

it('reads only what is newer than what it has folded', async () => {
  const o = postOffice();
  const { store, reads } = counted(o.store);
  const cache = streamCache(store, o.opener, { max: 10 });
  expect(await cache.load(decider, parcelId(1))).toBeUndefined();
  await o.ask(1);
  await o.send('NoteParcel', { parcelId: parcelId(1), text: 'x' });
  expect(await cache.load(decider, parcelId(1))).toMatchObject({ revision: 1, state: { asked: true, notes: 1 } });
  await o.send('NoteParcel', { parcelId: parcelId(1), text: 'y' });
  const now = await cache.load(decider, parcelId(1));
  expect((now?.state as ParcelState).notes).toBe(2);
  expect(now?.commands.size).toBe(3);
  expect(reads).toEqual([0, 2, 1]);
});
it('forgets the one that was not used longest, and what it is told to', async () => {
  const o = postOffice();
  const { store, reads } = counted(o.store);
  const cache = streamCache(store, o.opener, { max: 2 });
  for (const n of [1, 2, 3]) await o.ask(n);
  for (const n of [1, 2, 1, 3]) await cache.load(decider, parcelId(n));
  reads.length = 0;
  for (const n of [1, 3, 2]) await cache.load(decider, parcelId(n));
  expect(reads).toEqual([0, 0, 1]);
  cache.forget(decider, parcelId(2));
  await cache.load(decider, parcelId(2));
  expect(reads.at(-1)).toBe(1);
});
it('refuses an event that its decider does not know', async () => {
  const o = postOffice();
  await o.ask(1);
  const cache = streamCache(o.store, o.opener, { max: 2 });
  const { ParcelAsked: _, ...evolve } = decider.evolve;
  await expect(cache.load({ ...decider, evolve }, parcelId(1))).rejects.toThrow('parcel does not know the event ParcelAsked');
});
