import { randomUUID } from 'node:crypto';
import type { Claimed, WorkItem, WorkQueue } from '../../ports/work-queue.ts';
import { bell } from '../../runtime/bell.ts';
import { fakeClock } from '../../runtime/clock.ts';
import { memoryWorkQueue } from '../../work-queue/memory.ts';
import type { WorkQueueSubject } from '../work-queue.contract.ts';

type Broken = { readonly by: string; readonly make: () => WorkQueueSubject };
const broken = (by: string, breakIt: (sound: WorkQueue) => Partial<WorkQueue>): Broken => ({
  by,
  make: () => {
    const clock = fakeClock();
    const sound = memoryWorkQueue({ clock });
    const queue = { ...sound, ...breakIt(sound) };
    return { queue, again: queue, clock };
  },
});
/** An adapter that changes what is enqueued. */
const distorts = (by: string, change: (i: WorkItem) => WorkItem): Broken =>
  broken(by, (q) => ({ enqueue: (items) => q.enqueue(items.map(change)) }));

export const brokenWorkQueues: Readonly<Record<string, Broken>> = {
  'loses items': broken('gives a due item as it was enqueued, to one claimer', () => ({ enqueue: async () => undefined })),
  'gives the same items to claimers that come together': broken(
    'gives nothing to two claimers at once, and each lane in its order',
    (q) => {
      let shared: Promise<readonly Claimed[]> | undefined;
      return {
        claim: (...args) => {
          shared ??= q.claim(...args).finally(() => (shared = undefined));
          return shared;
        },
      };
    },
  ),
  'takes an item as often as it is enqueued': distorts('takes an item that is enqueued twice once, also while it is claimed', (i) => ({
    ...i,
    id: randomUUID(),
  })),
  'knows no lanes': distorts('gives only the head of a lane; the next when the head is done', (i) => ({ ...i, lane: i.id })),
  'has one lane for all companies': distorts('keeps lanes of the same name of two companies apart', (i) => ({ ...i, tenant: 'everybody' })),
  'goes by arrival': broken('goes by order within a lane, not by arrival', (q) => {
    let n = 0;
    return { enqueue: (items) => q.enqueue(items.map((i) => ({ ...i, order: String(n++).padStart(20, '0') }))) };
  }),
  'sticks to an abandoned head': broken('lets a late item of lower order wait for the running one, and go before an abandoned one', (q) => {
    const heads = new Map<string, string>();
    return {
      enqueue: (items) =>
        q.enqueue(
          items.map((i) => {
            const head = heads.get(i.lane);
            heads.set(i.lane, head ?? i.order);
            return head !== undefined && i.order < head ? { ...i, order: `${head}-behind` } : i;
          }),
        ),
    };
  }),
  'gives items before they are due': distorts('gives nothing before it is due', (i) => ({ ...i, due: new Date(0) })),
  'knows no priority': distorts('gives the highest priority first, then what is due for longest', (i) => ({ ...i, priority: 0 })),
  'gives leased items again': broken('gives a due item as it was enqueued, to one claimer', (q) => ({
    claim: (effect, max) => q.claim(effect, max, 0),
  })),
  'never ends a lease': broken('gives an item again when its lease has ended, with another epoch', (q) => ({
    claim: (effect, max) => q.claim(effect, max, 1e12),
  })),
  'lets whoever had an item finish it': broken('lets a late finisher change nothing', (q) => {
    const epochs = new Map<string, number>();
    return {
      claim: async (...args) => {
        const claimed = await q.claim(...args);
        for (const c of claimed) epochs.set(c.id, c.epoch);
        return claimed;
      },
      done: (items) => q.done(items.map((i) => ({ id: i.id, epoch: epochs.get(i.id) ?? i.epoch }))),
    };
  }),
  'numbers the claims of each item from 1': broken(
    'never gives an epoch twice, not even to an item that was done and enqueued again',
    (q) => {
      const epochs = new Map<string, number>();
      return {
        claim: async (...args) =>
          (await q.claim(...args)).map((c) => {
            epochs.set(`${c.id} ${c.attempts}`, c.epoch);
            return { ...c, epoch: c.attempts };
          }),
        done: (items) => q.done(items.map((i) => ({ id: i.id, epoch: epochs.get(`${i.id} ${i.epoch}`) ?? 0 }))),
      };
    },
  ),
  'loses what is given back': broken('keeps an item that is given back for later at the head of its lane', (q) => ({
    later: (item) => q.done([item]),
  })),
  'goes on in a lane whose head was given back': broken('keeps an item that is given back for later at the head of its lane', (q) => {
    const known = new Map<string, Claimed>();
    return {
      claim: async (...args) => {
        const claimed = await q.claim(...args);
        for (const c of claimed) known.set(c.id, c);
        return claimed;
      },
      later: async (item, due) => {
        await q.done([item]);
        await q.enqueue([{ ...known.get(item.id)!, due, order: 'z' }]);
      },
    };
  }),
  'lets a claim be finished after it was given back': broken(
    'ends a claim with later and with hold: finishing it then changes nothing',
    (q) => {
      const over = new Set<string>();
      return {
        later: async (item, due) => {
          over.add(item.id);
          await q.later(item, due);
        },
        done: async (items) => {
          const [late, rest] = [items.filter((i) => over.has(i.id)), items.filter((i) => !over.has(i.id))];
          await q.done(rest);
          for (const c of late.length > 0 ? await q.claim((await q.depth())[0]!.effect, 10, 1) : []) await q.done([c]);
        },
      };
    },
  ),
  'lets a held head go when its lease would have ended': broken('parks a held item with its lane until its own hold is released', () => ({
    hold: async () => undefined,
  })),
  'releases every hold': broken('parks a held item with its lane until its own hold is released', (q) => {
    const holds = new Set<string>();
    return {
      hold: (item, hold) => {
        holds.add(hold);
        return q.hold(item, hold);
      },
      release: async () => {
        let n = 0;
        for (const h of holds) n += await q.release(h);
        return n;
      },
    };
  }),
  'drops what comes into a lane that is being worked on': broken(
    'leaves no lane without a head when items come while others are done',
    (q) => {
      const lanes = new Map<string, string>();
      return {
        enqueue: async (items) => {
          const fresh = items.filter((i) => ![...lanes.values()].includes(i.lane));
          for (const i of fresh) lanes.set(i.id, i.lane);
          await q.enqueue(fresh);
        },
        done: async (items) => {
          for (const i of items) lanes.delete(i.id);
          await q.done(items);
        },
      };
    },
  ),
  'takes the first 500 only': broken('takes more than one statement holds', (q) => ({
    enqueue: (items) => q.enqueue(items.slice(0, 500)),
  })),
  'counts everybody’s work for everybody': broken('counts what waits and what is held for each company by itself', (q) => ({
    perTenant: async () => {
      const all = [...(await q.perTenant())];
      const sum = (of: 'waiting' | 'held') => all.reduce((n, [, c]) => n + c[of], 0);
      return new Map(all.map(([tenant]) => [tenant, { waiting: sum('waiting'), held: sum('held') }]));
    },
  })),
  'does not wake': broken('wakes who waits when an item is enqueued, released, or next in its lane, by any process', () => {
    const silent = bell();
    return { wait: (effect, ms, signal) => silent.wait(effect, silent.count(effect), ms, signal) };
  }),
  'hears only what comes while it waits': broken('does not miss what comes between the look and the wait', (q) => {
    const heard = bell();
    return {
      enqueue: async (items) => {
        await q.enqueue(items);
        heard.ring();
      },
      wait: (effect, ms, signal) => heard.wait(effect, heard.count(effect), ms, signal),
    };
  }),
  'sleeps over the next due time': broken('waits for the next due time, the end of a lease, its own time, or an abort', () => {
    const heard = bell();
    return { wait: (effect, ms, signal) => heard.wait(effect, heard.count(effect), ms, signal) };
  }),
};
