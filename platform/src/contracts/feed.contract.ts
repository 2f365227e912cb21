import type { EventStore, Raw, RawEvent } from '../ports/event-store.ts';
import type { Feed } from '../ports/feed.ts';
import { gather, settlesWithin } from './gather.ts';
import { idsOf, newEvent, newStream } from './sample-events.ts';
import type { Cases } from './suite.ts';

/** A feed and the store that it distributes; `patienceMs` is how long a case waits for what should come. */
export type FeedSubject = { readonly feed: Feed; readonly store: EventStore; readonly patienceMs: number };

type Delivery = { readonly partition: string; readonly events: readonly Raw[]; readonly cursor: string };
const group = () => `group-${newStream()}`;
/** A domain that no other case has used, so that a feed from its origin can be read to the end. */
const newDomain = () => `feed-${newStream()}`;

/** Runs a group until it has delivered `n` events; `on` may throw or seek before an event counts. */
const consume = async (
  s: FeedSubject,
  o: {
    readonly group: string;
    readonly domains: readonly string[];
    readonly from?: ReadonlyMap<string, string>;
    readonly n: number;
    readonly max?: number;
    readonly on?: (d: Delivery) => 'done' | { readonly seek: string };
    readonly meanwhile?: () => Promise<unknown>;
  },
): Promise<readonly Delivery[]> => {
  const stop = new AbortController();
  const got = gather<Raw>(o.n, s.patienceMs);
  const deliveries: Delivery[] = [];
  const run = s.feed.run(
    o.group,
    o.domains,
    {
      start: async (partition) => o.from?.get(partition) ?? 'start',
      on: async (partition, events, cursor) => {
        const d = { partition, events, cursor };
        const answer = o.on?.(d) ?? 'done';
        deliveries.push(d);
        got.push(...events);
        return answer;
      },
      ...(o.max === undefined ? {} : { max: o.max }),
    },
    stop.signal,
  );
  await o.meanwhile?.();
  await got.done;
  stop.abort();
  await run;
  return deliveries;
};
/** At least once: what a consumer keeps after dropping, per partition, what is not beyond its last position. */
const kept = (deliveries: readonly Delivery[]): readonly Raw[] => {
  const last = new Map<string, string>();
  return deliveries.flatMap((d) =>
    d.events.filter((e) => {
      const fresh = e.position > (last.get(d.partition) ?? '');
      if (fresh) last.set(d.partition, e.position);
      return fresh;
    }),
  );
};
const cursorsOf = (deliveries: readonly Delivery[]): ReadonlyMap<string, string> => new Map(deliveries.map((d) => [d.partition, d.cursor]));
const append = async (s: FeedSubject, list: readonly RawEvent[], size = 5): Promise<readonly RawEvent[]> => {
  for (let i = 0; i < list.length; i += size) await s.store.append(newStream(), 'none', list.slice(i, i + size));
  return list;
};
const make = (n: number, domain: string, keys = 3): readonly RawEvent[] =>
  Array.from({ length: n }, (_, i) => newEvent({ domain, key: `key-${i % keys}` }));
const byKey = (list: readonly (Raw | RawEvent)[]): Record<string, readonly string[]> =>
  Object.fromEntries([...new Set(list.map((e) => e.key))].sort().map((k) => [k, idsOf(list.filter((e) => e.key === k))]));

export const feedCases: Cases<FeedSubject> = {
  'delivers what is there and what comes, losing nothing, each key in order': async (s) => {
    const domain = newDomain();
    const before = await append(s, make(12, domain));
    const later = make(12, domain);
    const got = await consume(s, { group: group(), domains: [domain], n: 24, meanwhile: () => append(s, later, 2) });
    expect(byKey(kept(got))).toEqual(byKey([...before, ...later]));
  },

  'delivers the asked domains and no other': async (s) => {
    const [a, b, c] = [newDomain(), newDomain(), newDomain()];
    const list = Array.from({ length: 30 }, (_, i) => newEvent({ domain: [a, b, c][i % 3]! }));
    await append(s, list);
    const got = kept(await consume(s, { group: group(), domains: [a, c], n: 20, max: 4 }));
    expect(got.map((e) => e.domain).filter((d) => d === b)).toEqual([]);
    expect([...idsOf(got)].sort()).toEqual([...idsOf(list.filter((e) => e.domain !== b))].sort());
  },

  'puts events of one key into the partition that it names': async (s) => {
    const domain = newDomain();
    await append(s, make(20, domain, 7));
    const got = await consume(s, { group: group(), domains: [domain], n: 20 });
    const wrong = got.flatMap((d) => d.events.filter((e) => s.feed.partitionOf(domain, e.key) !== d.partition));
    expect(wrong).toEqual([]);
    expect(got.flatMap((d) => d.events).length).toBeGreaterThanOrEqual(20);
  },

  'goes on after the cursors that it gave': async (s) => {
    const domain = newDomain();
    const list = await append(s, make(20, domain));
    const g = group();
    const first = await consume(s, { group: g, domains: [domain], n: 8, max: 4 });
    const rest = await append(s, make(5, domain));
    const done = kept(first);
    const second = await consume(s, { group: g, domains: [domain], from: cursorsOf(first), n: 25 - done.length });
    expect(byKey([...done, ...kept(second)])).toEqual(byKey([...list, ...rest]));
  },

  'starts where it is told, whatever the group has seen': async (s) => {
    const domain = newDomain();
    const list = await append(s, make(10, domain));
    const g = group();
    await consume(s, { group: g, domains: [domain], n: 10 });
    const again = await consume(s, { group: g, domains: [domain], n: 10 });
    expect(byKey(kept(again))).toEqual(byKey(list));
  },

  'gives a handler that throws the same batch again, and nothing else before it': async (s) => {
    const domain = newDomain();
    const list = await append(s, make(9, domain, 1), 9);
    const tried: string[] = [];
    const got = await consume(s, {
      group: group(),
      domains: [domain],
      n: 9,
      max: 3,
      on: (d) => {
        tried.push(idsOf(d.events).join());
        if (tried.length === 2 || tried.length === 3) throw new Error('not yet');
        return 'done';
      },
    });
    expect(tried.slice(1, 4)).toEqual([tried[1], tried[1], tried[1]]);
    expect(idsOf(kept(got))).toEqual(idsOf(list));
  },

  'goes back when it is asked to': async (s) => {
    const domain = newDomain();
    const list = await append(s, make(9, domain, 1), 9);
    const seen: Delivery[] = [];
    let asked = false;
    const got = await consume(s, {
      group: group(),
      domains: [domain],
      n: 18,
      max: 3,
      on: (d) => {
        seen.push(d);
        if (asked || kept(seen).length < 9) return 'done';
        asked = true;
        return { seek: 'start' };
      },
    });
    expect(idsOf(got.flatMap((d) => d.events))).toEqual([...idsOf(list), ...idsOf(list)]);
  },

  'gives a partition one batch at a time': async (s) => {
    const domain = newDomain();
    await append(s, make(30, domain));
    const stop = new AbortController();
    const busy = new Map<string, number>();
    const crowds: number[] = [];
    const got = gather<Raw>(30, s.patienceMs);
    const run = s.feed.run(
      group(),
      [domain],
      {
        start: async () => 'start',
        on: async (partition, batch) => {
          const n = (busy.get(partition) ?? 0) + 1;
          busy.set(partition, n);
          crowds.push(n);
          await new Promise(setImmediate);
          busy.set(partition, n - 1);
          got.push(...batch);
          return 'done';
        },
        max: 4,
      },
      stop.signal,
    );
    await got.done;
    stop.abort();
    await run;
    expect(crowds.filter((n) => n !== 1)).toEqual([]);
    expect(got.items.length).toBeGreaterThanOrEqual(30);
  },

  'stops when it is told to': async (s) => {
    const stop = new AbortController();
    const run = s.feed.run(group(), [newDomain()], { start: async () => 'start', on: async () => 'done' }, stop.signal);
    setImmediate(() => stop.abort());
    expect(await settlesWithin(run, s.patienceMs)).toBe(true);
  },
};
