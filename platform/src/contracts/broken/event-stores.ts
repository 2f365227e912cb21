import { memoryEventStore } from '../../event-store/memory.ts';
import { START, fromPosition, toPosition } from '../../event-store/position.ts';
import type { EventStore, Raw } from '../../ports/event-store.ts';
import type { EventStoreSubject } from '../event-store.contract.ts';

/** In memory everything comes at once. */
const PATIENCE_MS = 400;
type Change = (good: EventStore) => Partial<EventStore>;
const broken = (change: Change) => (): EventStoreSubject => {
  const good = memoryEventStore();
  const store = { ...good, ...change(good) };
  return { store, again: store, patienceMs: PATIENCE_MS };
};
const soon = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
/** A tail that hands its batches to a worse one. */
const worseTail =
  (
    good: EventStore,
    worse: (on: Parameters<EventStore['tail']>[1], batch: readonly Raw[], upTo: Raw['position']) => Promise<void>,
  ): EventStore['tail'] =>
  (after, on, signal, o) =>
    good.tail(after, (batch, upTo) => worse(on, batch, upTo), signal, o);

/** Event stores with one fault each, and the case that must find it. */
export const brokenEventStores: Readonly<Record<string, { readonly by: string; readonly make: () => EventStoreSubject }>> = {
  'keeps payloads as parsed JSON': {
    by: 'gives events back byte for byte',
    make: broken((good) => ({
      append: (s, e, list) =>
        good.append(
          s,
          e,
          list.map((x) => ({ ...x, payload: JSON.stringify(JSON.parse(x.payload)) })),
        ),
    })),
  },
  'rounds times to the second': {
    by: 'gives events back byte for byte',
    make: broken((good) => ({
      append: (s, e, list) =>
        good.append(
          s,
          e,
          list.map((x) => ({ ...x, at: new Date(Math.floor(x.at.getTime() / 1000) * 1000) })),
        ),
    })),
  },
  'accepts a stale revision': {
    by: 'refuses a stale, an early and a wrong "none" revision with the actual one, and stores nothing',
    make: broken((good) => ({
      append: async (s, e, list) => {
        const answer = await good.append(s, e, list);
        return answer.ok ? answer : good.append(s, answer.actual, list);
      },
    })),
  },
  'does not tell the actual revision': {
    by: 'refuses a stale, an early and a wrong "none" revision with the actual one, and stores nothing',
    make: broken((good) => ({
      append: async (s, e, list) => {
        const answer = await good.append(s, e, list);
        return answer.ok ? answer : { ok: false, actual: e };
      },
    })),
  },
  'checks the revision and appends later': {
    by: 'lets one of many appends at one revision win',
    make: broken((good) => ({
      append: async (s, e, list) => {
        const actual = (await good.read(s, { from: -1, back: true, max: 1 }))[0]?.revision ?? 'none';
        await soon(1);
        if (actual !== e) return good.append(s, e, list);
        const last = (await good.read(s, { from: -1, back: true, max: 1 }))[0]?.revision ?? 'none';
        return good.append(s, last, list);
      },
    })),
  },
  'forgets repeats': {
    by: 'answers a repeated append like the first time, whatever came after',
    make: broken((good) => ({
      append: async (s, e, list) => {
        const answer = await good.append(s, e, list);
        return answer.ok && answer.repeated
          ? { ok: false, actual: (await good.read(s, { from: -1, back: true, max: 1 }))[0]?.revision ?? 'none' }
          : answer;
      },
    })),
  },
  'answers a repeat with the newest position': {
    by: 'answers a repeated append like the first time, whatever came after',
    make: broken((good) => ({
      append: async (s, e, list) => {
        const answer = await good.append(s, e, list);
        return answer.ok && answer.repeated ? { ...answer, position: await good.head() } : answer;
      },
    })),
  },
  'takes a first equal id for a repeat': {
    by: 'calls the same ids at another place, or only partly the same, a conflict',
    make: broken((good) => ({
      append: async (s, e, list) => {
        const answer = await good.append(s, e, list);
        const there = (await good.read(s, { from: e === 'none' ? 0 : e + 1, max: 1 }))[0];
        return !answer.ok && there?.id === list[0]!.id
          ? { ok: true, revision: there.revision, position: there.position, repeated: true }
          : answer;
      },
    })),
  },
  'calls every one of ten equal appends new': {
    by: 'stores one append once when it is made ten times at once',
    make: broken((good) => ({
      append: async (s, e, list) => {
        const answer = await good.append(s, e, list);
        return answer.ok ? { ...answer, repeated: false } : answer;
      },
    })),
  },
  'answers before it has stored': {
    by: 'shows what it acknowledged to every reader at once',
    make: broken((good) => {
      let waiting: Promise<unknown> = Promise.resolve();
      return {
        append: async (s, e, list) => {
          waiting = waiting.then(() => soon(2)).then(() => good.append(s, e, list));
          return {
            ok: true,
            revision: list.length - 1,
            position: toPosition(fromPosition(await good.head()) + list.length),
            repeated: false,
          };
        },
      };
    }),
  },
  'stores what it cannot give back': {
    by: 'refuses what it could not keep',
    make: broken((good) => ({
      append: (s, e, list) =>
        good.append(
          s,
          e,
          list.map((x) => ({ ...x, payload: x.payload.replaceAll('\0', '') })),
        ),
    })),
  },
  'fails everybody for one bad event': {
    by: 'fails a bad event alone, with its whole append, among good ones',
    make: broken((good) => {
      let failure: Error | undefined;
      return {
        append: async (s, e, list) => {
          if (list.some((x) => x.payload.includes('tru}'))) failure = new Error('bad');
          await soon(1);
          if (failure) throw failure;
          return good.append(s, e, list);
        },
      };
    }),
  },
  'keeps the events before a bad one': {
    by: 'fails a bad event alone, with its whole append, among good ones',
    make: broken((good) => ({
      append: async (s, e, list) => {
        if (list[1]?.payload.includes('tru}')) await good.append(s, e, [list[0]!]);
        return good.append(s, e, list);
      },
    })),
  },
  'loses an event now and then': {
    by: 'puts everything in one order, each event once, without gaps',
    make: broken((good) => ({
      all: async (after, o) => good.all(after, o).then((p) => ({ ...p, events: p.events.filter((e) => Number(e.position) % 11 !== 0) })),
    })),
  },
  'reorders within a page': {
    by: 'puts everything in one order, each event once, without gaps',
    make: broken((good) => ({ all: async (after, o) => good.all(after, o).then((p) => ({ ...p, events: [...p.events].reverse() })) })),
  },
  'skips between pages': {
    by: 'puts everything in one order, each event once, without gaps',
    make: broken((good) => ({
      all: async (after, o) => {
        const page = await good.all(after, o);
        return page.events.length === 7 ? { ...page, next: (await good.all(page.next, { max: 1 })).next } : page;
      },
    })),
  },
  'stands still when a filter lets nothing through': {
    by: 'filters by domain and still moves on',
    make: broken((good) => ({
      all: async (after, o) => {
        const page = await good.all(after, { max: o.max });
        const events = page.events.filter((e) => o.domains?.includes(e.domain) ?? true);
        return { events, next: events.at(-1)?.position ?? (after === 'start' ? START : after) };
      },
    })),
  },
  'leaves out the revision that a read starts from': {
    by: 'reads parts of a stream, both ways',
    make: broken((good) => ({ read: (s, o) => good.read(s, o.back ? o : { ...o, from: o.from + (o.from > 0 ? 1 : 0) }) })),
  },
  'mixes up reads made at once': {
    by: 'answers many reads at once, each with its own',
    make: broken((good) => {
      let last: Promise<readonly Raw[]> | undefined;
      return {
        read: async (s, o) => {
          const mine = last ?? good.read(s, o);
          last = good.read(s, o);
          return mine;
        },
      };
    }),
  },
  'waits for ever at a foreign position': {
    by: 'refuses positions that are not its own',
    make: broken((good) => ({ all: async (after, o) => good.all(after, o).catch(() => ({ events: [], next: after as Raw['position'] })) })),
  },
  'shows followers only what is new': {
    by: 'follows: what is there, then what comes, in order and each once',
    make: broken((good) => ({ tail: async (_after, on, signal, o) => good.tail(await good.head(), on, signal, o) })),
  },
  'shows followers a batch twice': {
    by: 'follows: what is there, then what comes, in order and each once',
    make: broken((good) => ({ tail: worseTail(good, async (on, batch, upTo) => on(batch, upTo).then(() => on(batch, upTo))) })),
  },
  'lets followers poll': {
    by: 'pushes to followers instead of letting them wait',
    make: broken((good) => ({ tail: worseTail(good, async (on, batch, upTo) => soon(300).then(() => on(batch, upTo))) })),
  },
  'skips the batch on which a follower throws': {
    by: 'gives a follower that throws the same batch again',
    make: broken((good) => ({ tail: worseTail(good, async (on, batch, upTo) => on(batch, upTo).catch(() => undefined)) })),
  },
  'does not wait for a follower': {
    by: 'gives one batch at a time, of at most what was asked',
    make: broken((good) => ({
      tail: worseTail(good, async (on, batch, upTo) => {
        void on(batch, upTo);
      }),
    })),
  },
  'does not stop following': {
    by: 'stops following when it is told to',
    make: broken((good) => ({
      tail: (after, on, signal, o) => Promise.all([good.tail(after, on, signal, o), soon(1_500)]).then(() => undefined),
    })),
  },
  'has another name each time': {
    by: 'names its log',
    make: () => ({ store: memoryEventStore(), again: memoryEventStore(), patienceMs: PATIENCE_MS }),
  },
};
