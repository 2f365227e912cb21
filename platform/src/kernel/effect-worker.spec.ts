import type { Stored } from '@master-ia/schemas/contract.ts';
import { eventually } from '../contracts/eventually.ts';
import type { Commands } from '../ports/commands.ts';
import type { WorkQueue } from '../ports/work-queue.ts';
import { memoryRateLimit } from '../rate-limit/memory.ts';
import { systemIds, uuidFrom } from '../runtime/ids.ts';
import type { ParcelEvents } from '../testing/parcel.ts';
import { parcelId, postOffice, TENANT } from '../testing/post-office.ts';
import { memoryWorkQueue } from '../work-queue/memory.ts';
import { effect, type Effect, type Outcome } from './effect.ts';
import { effectWorker } from './effect-worker.ts';

type Input = { readonly parcelId: string; readonly attempt: number; readonly inDoubt: boolean; readonly label?: string };
type Receipt = string;
type Call = (i: Input, signal: AbortSignal) => Promise<Outcome<Receipt>> | Outcome<Receipt>;

/** What a worker reads in a parcel's stream. */
const inputOf = (events: readonly Stored<ParcelEvents>[]): Input | null => {
  let id = '';
  let due: number | null = null;
  let started: number | null = null;
  for (const e of events) {
    if (e.type === 'ParcelAsked') [id, due] = [e.data.parcelId, 1];
    if (e.type === 'ParcelStarted') [due, started] = [null, e.data.attempt];
    if (e.type === 'ParcelRefused') [due, started] = [e.data.final ? null : e.data.attempt + 1, null];
    if (e.type === 'ParcelSent' || e.type === 'ParcelDoubtful' || e.type === 'ParcelExpired') [due, started] = [null, null];
  }
  return due === null && started === null ? null : { parcelId: id, attempt: due ?? started!, inDoubt: due === null };
};
const sends = (call: Call, more: Partial<Effect<Input, Receipt>> = {}): Effect<Input, Receipt> =>
  effect<Input, Receipt>({
    name: 'send',
    safety: 'once',
    expiresMs: 3_600_000,
    leaseMs: 20_000,
    parallel: 4,
    input: async (events) => inputOf(events as never),
    check: async (i, io) => {
      if (i.inDoubt)
        return {
          kind: 'refuse',
          steps: [{ command: 'RecordDoubt', data: { parcelId: i.parcelId, attempt: i.attempt, why: 'no_outcome' } }],
        };
      return (await io.facts.one('closed', 'office')) ? { kind: 'hold', hold: 'office' } : { kind: 'go' };
    },
    limits: () => [],
    started: (i) => ({ command: 'StartParcel', data: { parcelId: i.parcelId, attempt: i.attempt } }),
    call: async (i, io) => call(i, io.signal),
    outcome: (i, o) =>
      o.kind === 'done'
        ? [{ command: 'RecordSent', data: { parcelId: i.parcelId, attempt: i.attempt, receipt: o.value } }]
        : o.kind === 'refused'
          ? [{ command: 'RecordRefused', data: { parcelId: i.parcelId, attempt: i.attempt, code: o.code, final: o.retry === 'never' } }]
          : [{ command: 'RecordDoubt', data: { parcelId: i.parcelId, attempt: i.attempt, why: o.why } }],
    expired: (i) => [{ command: 'ExpireParcel', data: { parcelId: i.parcelId } }],
    again: () => null,
    ...more,
  });

const done: Outcome<Receipt> = { kind: 'done', value: 'r' };
const notProcessed: Outcome<Receipt> = { kind: 'refused', code: 'busy', retry: { afterMs: 1000 } };
const office = () => {
  const o = postOffice();
  const queue = memoryWorkQueue({ clock: o.clock });
  const stops: (() => Promise<void>)[] = [];
  const start = (e: Effect<Input, Receipt>, more: { readonly commands?: Commands; readonly queue?: WorkQueue } = {}) => {
    const worker = effectWorker(e, { ...o, queue, limit: memoryRateLimit({ clock: o.clock }), ids: systemIds, ...more });
    const ends = new AbortController();
    const running = worker.run(ends.signal);
    const stop = async () => {
      ends.abort();
      await running;
    };
    stops.push(stop);
    return stop;
  };
  return {
    ...o,
    queue,
    start,
    /** A process that dies in the middle of its first call: it claims nothing more, records nothing. */
    startDoomed: (more: Partial<Effect<Input, Receipt>> = {}) => {
      let claimed = false;
      const calls = { count: 0 };
      const never = <T>() => new Promise<T>(() => undefined);
      const claim: WorkQueue['claim'] = async (...a) => {
        if (claimed) return never();
        const items = await queue.claim(...a);
        claimed = items.length > 0;
        return items;
      };
      const worker = effectWorker(
        sends(() => (calls.count++, never()), more),
        { ...o, queue: { ...queue, claim }, limit: memoryRateLimit({ clock: o.clock }), ids: systemIds },
      );
      void worker.run(new AbortController().signal);
      return calls;
    },
    /** Asks for parcels and puts them to work, in one lane unless told. */
    work: async (n: number, lane = 'lane') => {
      await o.ask(n);
      const [first] = await o.store.read(`parcel-${parcelId(n)}`, { from: 0, max: 1 });
      await queue.enqueue([
        {
          id: uuidFrom('work', String(n)),
          effect: 'send',
          tenant: TENANT,
          stream: `parcel-${parcelId(n)}`,
          lane,
          order: first!.position,
          priority: 1,
          due: o.clock.now(),
        },
      ]);
    },
    /** Time goes by: whoever waits looks again. */
    pass: async (ms: number) => {
      o.clock.advance(ms);
      await queue.done([]);
    },
    empty: () => eventually(async () => expect(await queue.depth()).toEqual([])),
    becomes: (n: number, types: readonly string[]) => eventually(async () => expect(await o.of(n)).toEqual(types)),
    stop: async () => {
      for (const s of stops) await s();
    },
  };
};
let o: ReturnType<typeof office>;
beforeEach(() => void (o = office()));
afterEach(() => o.stop());

describe('what may happen once', () => {
  it('is started, called, and recorded', async () => {
    const inputs: Input[] = [];
    o.start(sends((i) => (inputs.push(i), done)));
    await o.work(1);
    await o.becomes(1, ['ParcelAsked', 'ParcelStarted', 'ParcelSent']);
    await o.empty();
    expect(inputs).toEqual([{ parcelId: parcelId(1), attempt: 1, inDoubt: false }]);
  });
  it('is called only after its start is stored', async () => {
    const before: (readonly string[])[] = [];
    o.start(sends(async () => (before.push(await o.of(1)), done)));
    await o.work(1);
    await o.empty();
    expect(before).toEqual([['ParcelAsked', 'ParcelStarted']]);
  });
  it('is called by one of many workers', async () => {
    let calls = 0;
    // Every worker believes that the item is its own.
    const greedy: WorkQueue = { ...o.queue, done: async () => undefined, later: async () => undefined };
    const e = sends(() => (calls++, done));
    await o.work(1);
    const [item] = await o.queue.claim('send', 1, 1000);
    for (let n = 0; n < 4; n++) {
      let given = false;
      o.start(e, {
        queue: {
          ...greedy,
          claim: async () => {
            if (given) return o.queue.claim('nothing', 1, 1);
            given = true;
            return [item!];
          },
          wait: (_, ms, signal) => o.queue.wait('nothing', ms, signal),
        },
      });
    }
    await o.becomes(1, ['ParcelAsked', 'ParcelStarted', 'ParcelSent']);
    await o.stop();
    expect(calls).toBe(1);
  });
  it('that was cut off between start and outcome is in doubt, and never called again', async () => {
    let calls = 0;
    const doomed = o.startDoomed();
    await o.work(1);
    await eventually(() => expect(doomed.count).toBe(1));
    expect(await o.of(1)).toEqual(['ParcelAsked', 'ParcelStarted']);
    // Another process, after the lease of the dead one.
    o.start(sends(() => (calls++, done)));
    await o.pass(19_999);
    expect(await o.of(1)).toEqual(['ParcelAsked', 'ParcelStarted']);
    await o.pass(2);
    await o.becomes(1, ['ParcelAsked', 'ParcelStarted', 'ParcelDoubtful']);
    await o.empty();
    expect([calls, doomed.count]).toEqual([0, 1]);
  });
  it('whose start could not be told is not called', async () => {
    let calls = 0;
    let lost = true;
    const commands: Commands = {
      send: async (c) => {
        const answer = await o.commands.send(c);
        if (c.name === 'StartParcel' && lost) {
          lost = false;
          throw new Error('the answer was lost');
        }
        return answer;
      },
    };
    o.start(
      sends(() => (calls++, done)),
      { commands },
    );
    await o.work(1);
    await o.becomes(1, ['ParcelAsked', 'ParcelStarted']);
    await eventually(() => expect(o.lines.some((l) => l.message === 'work failed')).toBe(true));
    await o.pass(60_000);
    await o.becomes(1, ['ParcelAsked', 'ParcelStarted', 'ParcelDoubtful']);
    expect(calls).toBe(0);
  });
  it('that was documented as not processed is tried again, as the next attempt', async () => {
    const answers = [notProcessed, notProcessed, done];
    o.start(sends(() => answers.shift()!));
    await o.work(1);
    await o.becomes(1, ['ParcelAsked', 'ParcelStarted', 'ParcelRefused']);
    await o.pass(1000);
    await o.becomes(1, ['ParcelAsked', 'ParcelStarted', 'ParcelRefused', 'ParcelStarted', 'ParcelRefused']);
    await o.pass(1000);
    await o.becomes(1, ['ParcelAsked', 'ParcelStarted', 'ParcelRefused', 'ParcelStarted', 'ParcelRefused', 'ParcelStarted', 'ParcelSent']);
    await o.empty();
  });
  it.each([
    ['refused for good', { kind: 'refused', code: 'no', retry: 'never' } as const, 'ParcelRefused'],
    ['left open', { kind: 'ambiguous', why: 'timeout' } as const, 'ParcelDoubtful'],
  ])('that was %s is not tried again', async (_, outcome, last) => {
    let calls = 0;
    o.start(sends(() => (calls++, outcome)));
    await o.work(1);
    await o.empty();
    await o.pass(3_600_000);
    expect([calls, await o.of(1)]).toEqual([1, ['ParcelAsked', 'ParcelStarted', last]]);
  });
  it('that throws is in doubt', async () => {
    o.start(
      sends(() => {
        throw new TypeError('a bug');
      }),
    );
    await o.work(1);
    await o.becomes(1, ['ParcelAsked', 'ParcelStarted', 'ParcelDoubtful']);
    await o.empty();
  });
  it('is recorded whatever it takes', async () => {
    let broken = 3;
    const commands: Commands = {
      send: (c) =>
        c.name === 'RecordSent' && broken-- > 0
          ? broken % 2
            ? Promise.reject(new Error('gone'))
            : Promise.resolve({ ok: false, refusal: { code: 'conflict' } })
          : o.commands.send(c),
    };
    o.start(
      sends(() => done),
      { commands },
    );
    await o.work(1);
    await o.becomes(1, ['ParcelAsked', 'ParcelStarted', 'ParcelSent']);
    await o.empty();
  });
  it('expires when it waited too long, without a call', async () => {
    let calls = 0;
    await o.work(1);
    o.clock.advance(3_600_001);
    o.start(sends(() => (calls++, done)));
    await o.becomes(1, ['ParcelAsked', 'ParcelExpired']);
    await o.empty();
    expect(calls).toBe(0);
  });
  it('that nobody wants any more is dropped', async () => {
    let calls = 0;
    await o.work(1);
    await o.send('ExpireParcel', { parcelId: parcelId(1) });
    o.start(sends(() => (calls++, done)));
    await o.empty();
    expect(calls).toBe(0);
  });
  it('is looked at to the end of its stream, however long', async () => {
    let calls = 0;
    await o.work(1);
    for (let i = 0; i < 1200; i++) await o.send('NoteParcel', { parcelId: parcelId(1), text: String(i) });
    await o.send('ExpireParcel', { parcelId: parcelId(1) });
    o.start(sends(() => (calls++, done)));
    await o.empty();
    expect(calls).toBe(0);
  });
  it('of another company’s stream is nothing to do', async () => {
    let calls = 0;
    await o.ask(1);
    await o.queue.enqueue([
      {
        id: uuidFrom('w'),
        effect: 'send',
        tenant: uuidFrom('other'),
        stream: `parcel-${parcelId(1)}`,
        lane: 'l',
        order: '1',
        priority: 1,
        due: o.clock.now(),
      },
    ]);
    o.start(sends(() => (calls++, done)));
    await o.empty();
    expect(calls).toBe(0);
  });
});

describe('a hold', () => {
  it('keeps everything of its lane until it is released, fails nothing, and then each goes once', async () => {
    const calls: string[] = [];
    o.given.set('closed', 'office', true);
    o.start(sends((i) => (calls.push(i.parcelId), done)));
    for (const n of [1, 2, 3]) await o.work(n);
    await eventually(async () => expect(await o.queue.depth()).toEqual([{ effect: 'send', waiting: 2, held: 1 }]));
    await o.pass(3_000_000);
    expect(calls).toEqual([]);
    o.given.set('closed', 'office', undefined);
    await o.queue.release('office');
    await o.empty();
    expect(calls).toEqual([1, 2, 3].map(parcelId));
  });
  it.each([
    ['and is done', done, { kind: 'go' } as const],
    ['and is refused', done, { kind: 'refuse', steps: [{ command: 'ExpireParcel', data: { parcelId: parcelId(1) } }] } as const],
  ])('whose reason went while it was made is let go at once %s', async (_, outcome, then) => {
    let calls = 0;
    let closed = true;
    const queue: WorkQueue = {
      ...o.queue,
      hold: async (...a) => {
        // Whoever opened the office released before anything was held.
        closed = false;
        await o.queue.release('office');
        return o.queue.hold(...a);
      },
    };
    type Seen = Input & { readonly closed: boolean };
    o.start(
      sends(() => (calls++, outcome), {
        // What the check goes by is read with the intent.
        input: async (events): Promise<Seen | null> => {
          const i = inputOf(events as never);
          return i && { ...i, closed };
        },
        check: async (i) => ((i as Seen).closed ? { kind: 'hold', hold: 'office' } : then),
      }),
      { queue },
    );
    await o.work(1);
    await o.empty();
    expect(calls).toBe(then.kind === 'go' ? 1 : 0);
    expect((await o.of(1)).at(-1)).toBe(then.kind === 'go' ? 'ParcelSent' : 'ParcelExpired');
  });
});

describe('a lane', () => {
  it('goes in order, one at a time; lanes pass each other', async () => {
    const log: string[] = [];
    const open = new Map<string, () => void>();
    const name = (id: string) => [1, 2, 3, 4].find((n) => parcelId(n) === id)!;
    o.start(
      sends(async (i) => {
        log.push(`> ${name(i.parcelId)}`);
        await new Promise<void>((go) => open.set(String(name(i.parcelId)), go));
        log.push(`< ${name(i.parcelId)}`);
        return done;
      }),
    );
    for (const n of [1, 2, 3]) await o.work(n, 'a');
    await o.work(4, 'b');
    await eventually(() => expect(log.toSorted()).toEqual(['> 1', '> 4']));
    for (const n of ['4', '1', '2', '3']) {
      await eventually(() => expect(open.has(n)).toBe(true));
      open.get(n)!();
    }
    await o.empty();
    expect(log.filter((l) => !l.endsWith('4'))).toEqual(['> 1', '< 1', '> 2', '< 2', '> 3', '< 3']);
  });
  it('waits for its head that is tried again', async () => {
    const calls: string[] = [];
    let first = true;
    o.start(
      sends((i) => {
        calls.push(i.parcelId);
        if (!first) return done;
        first = false;
        return notProcessed;
      }),
    );
    await o.work(1);
    await o.work(2);
    await o.becomes(1, ['ParcelAsked', 'ParcelStarted', 'ParcelRefused']);
    expect(await o.of(2)).toEqual(['ParcelAsked']);
    await o.pass(1000);
    await o.empty();
    expect(calls).toEqual([parcelId(1), parcelId(1), parcelId(2)]);
  });
  it('waits for a limit, not losing anything', async () => {
    let calls = 0;
    o.start(sends(() => (calls++, done), { limits: () => [{ key: 'number', perSecond: 1, burst: 2 }] }));
    for (const n of [1, 2, 3, 4]) await o.work(n, String(n));
    await eventually(() => expect(calls).toBe(2));
    await o.pass(1000);
    await eventually(() => expect(calls).toBe(3));
    await o.pass(1000);
    await o.empty();
    expect(calls).toBe(4);
  });
});

describe('what comes before the start', () => {
  it('gives the call its input', async () => {
    const inputs: (string | undefined)[] = [];
    o.start(sends((i) => (inputs.push(i.label), done), { before: async (i) => ({ kind: 'ready', input: { ...i, label: 'uploaded' } }) }));
    await o.work(1);
    await o.empty();
    expect(inputs).toEqual(['uploaded']);
  });
  it('that is refused for now is tried again without a trace; then its refusal is the call’s', async () => {
    let calls = 0;
    let tries = 0;
    o.start(sends(() => (calls++, done), { before: async () => (tries++, notProcessed) }));
    await o.work(1);
    for (let n = 1; n < 8; n++) {
      await eventually(() => expect(tries).toBe(n));
      expect(await o.of(1)).toEqual(['ParcelAsked']);
      await o.pass(1000);
    }
    await o.becomes(1, ['ParcelAsked', 'ParcelRefused']);
    expect(calls).toBe(0);
  });
  it('that is refused for good, or in a way that suspends, is told at once', async () => {
    const answers: Outcome<Receipt>[] = [
      { kind: 'refused', code: 'gone', retry: 'never' },
      { kind: 'refused', code: '190', retry: { afterMs: 1000 }, suspend: { reason: 'token', code: '190' } },
    ];
    o.start(sends(() => done, { before: async () => answers.shift() ?? { kind: 'refused', code: 'gone', retry: 'never' } }));
    await o.work(1);
    await o.becomes(1, ['ParcelAsked', 'ParcelRefused']);
    await o.work(2);
    await o.becomes(2, ['ParcelAsked', 'ParcelRefused']);
    expect((await o.events()).at(-1)!.data).toMatchObject({ code: '190', final: false });
  });
  it('that throws is tried again later', async () => {
    let broken = true;
    o.start(
      sends(() => done, {
        before: async (i) => {
          if (broken) throw new Error('gone');
          return { kind: 'ready', input: i };
        },
      }),
    );
    await o.work(1);
    await eventually(() => expect(o.lines.some((l) => l.message === 'work failed')).toBe(true));
    broken = false;
    await o.pass(60_000);
    await o.becomes(1, ['ParcelAsked', 'ParcelStarted', 'ParcelSent']);
  });
});

describe('what may happen again', () => {
  const repeatable = { safety: 'repeatable', started: () => null } as const;
  it('is tried until it is done or given up, and tells its outcome once', async () => {
    let calls = 0;
    o.start(
      sends(() => (calls++, { kind: 'ambiguous', why: 'timeout' }), { ...repeatable, again: (attempts) => (attempts < 3 ? 1000 : null) }),
    );
    await o.work(1);
    for (const n of [1, 2]) {
      await eventually(() => expect(calls).toBe(n));
      expect(await o.of(1)).toEqual(['ParcelAsked']);
      await o.pass(1000);
    }
    await o.becomes(1, ['ParcelAsked', 'ParcelDoubtful']);
    await o.empty();
    expect(calls).toBe(3);
  });
  it('is called again after a crash', async () => {
    let calls = 0;
    const doomed = o.startDoomed(repeatable);
    await o.work(1);
    await eventually(() => expect(doomed.count).toBe(1));
    o.start(sends(() => (calls++, done), repeatable));
    await o.pass(20_001);
    await o.becomes(1, ['ParcelAsked', 'ParcelSent']);
    expect(calls).toBe(1);
  });
});

describe('a stop', () => {
  it('lets running calls end, and begins no other', async () => {
    let calls = 0;
    let answer: (o: Outcome<Receipt>) => void = () => undefined;
    const stop = o.start(sends(() => (calls++, new Promise<Outcome<Receipt>>((done1) => (answer = done1)))));
    await o.work(1);
    await o.work(2);
    await eventually(() => expect(calls).toBe(1));
    const stopped = stop();
    answer(done);
    await stopped;
    expect([await o.of(1), await o.of(2), calls]).toEqual([['ParcelAsked', 'ParcelStarted', 'ParcelSent'], ['ParcelAsked'], 1]);
    expect(await o.queue.depth()).toEqual([{ effect: 'send', waiting: 1, held: 0 }]);
  });
  it('cuts off what does not end, and records the doubt', async () => {
    const stop = o.start(
      sends((_, signal) => new Promise((end) => signal.addEventListener('abort', () => end({ kind: 'ambiguous', why: 'aborted' })))),
    );
    await o.work(1);
    await o.becomes(1, ['ParcelAsked', 'ParcelStarted']);
    await stop();
    expect(await o.of(1)).toEqual(['ParcelAsked', 'ParcelStarted', 'ParcelDoubtful']);
  });
  it('comes too early for what was claimed and not begun: it is given back', async () => {
    let calls = 0;
    const ends = new AbortController();
    const worker = effectWorker(
      sends(() => (calls++, done), {
        check: async () => {
          ends.abort();
          return { kind: 'go' };
        },
      }),
      { ...o, queue: o.queue, limit: memoryRateLimit({ clock: o.clock }), ids: systemIds },
    );
    await o.work(1);
    await worker.run(ends.signal);
    expect([calls, await o.of(1)]).toEqual([0, ['ParcelAsked']]);
    expect(await o.queue.claim('send', 1, 1000)).toHaveLength(1);
  });
});

it('waits when nothing can be claimed, and goes on', async () => {
  let broken = 1;
  o.start(
    sends(() => done),
    { queue: { ...o.queue, claim: (...a) => (broken-- > 0 ? Promise.reject(new Error('gone')) : o.queue.claim(...a)) } },
  );
  await o.work(1);
  await o.becomes(1, ['ParcelAsked', 'ParcelStarted', 'ParcelSent']);
  expect(o.lines.filter((l) => l.message === 'nothing could be claimed')).toHaveLength(1);
});
