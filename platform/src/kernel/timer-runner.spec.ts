import { memoryTimers } from '../timers/memory.ts';
import { eventually } from '../contracts/eventually.ts';
import { systemIds } from '../runtime/ids.ts';
import type { Timers } from '../ports/timers.ts';
import { parcelId, postOffice, TENANT } from '../testing/post-office.ts';
import { timerRunner, type TimerHandlers } from './timer-runner.ts';

const note: TimerHandlers = {
  note: (t) => ({ kind: 'send', command: 'NoteParcel', fact: t.due.toISOString(), data: t.data, tolerate: ['not_found'] }),
};
const open = (handlers: TimerHandlers = note, between: (t: Timers) => Timers = (t) => t) => {
  const o = postOffice();
  const timers = memoryTimers({ clock: o.clock });
  const runner = timerRunner(handlers, { timers: between(timers), commands: o.commands, clock: o.clock, ids: systemIds, log: o.log });
  const set = (n: number, ms: number, name = 'note') =>
    timers.set([
      { id: `t${n}`, name, tenant: TENANT, due: new Date(o.clock.now().getTime() + ms), data: { parcelId: parcelId(n), text: `t${n}` } },
    ]);
  return { ...o, timers, runner, set };
};

it('sends the command of a timer when it is due, and only then', async () => {
  const o = open();
  await o.ask(1);
  await o.set(1, 1000);
  expect(await o.runner.round()).toBe(0);
  o.clock.advance(1000);
  expect(await o.runner.round()).toBe(1);
  expect(await o.of(1)).toEqual(['ParcelAsked', 'ParcelNoted']);
  o.clock.advance(60_000);
  expect(await o.runner.round()).toBe(0);
  expect(await o.timers.nextDue()).toBeNull();
});
it('sends it once when it was answered but not taken away', async () => {
  let forgetful = true;
  const o = open(note, (t) => ({
    ...t,
    done: async (ids) => {
      if (forgetful) throw new Error('the database went away');
      return t.done(ids);
    },
  }));
  await o.ask(1);
  await o.set(1, 0);
  await expect(o.runner.round()).rejects.toThrow('went away');
  forgetful = false;
  o.clock.advance(31_000);
  expect(await o.runner.round()).toBe(1);
  expect(await o.of(1)).toEqual(['ParcelAsked', 'ParcelNoted']);
  expect(await o.timers.nextDue()).toBeNull();
});
it('takes away what is refused in a tolerated way, and keeps what is refused otherwise', async () => {
  const o = open({ ...note, strict: (t) => ({ kind: 'send', command: 'NoteParcel', fact: 'x', data: t.data }) });
  await o.set(1, 0);
  await o.set(2, 0, 'strict');
  await o.set(3, 0, 'nobody');
  expect(await o.runner.round()).toBe(3);
  expect(
    o.lines
      .filter((l) => l.level === 'error')
      .map((l) => l.message)
      .sort(),
  ).toEqual(['a timer was refused', 'nobody handles this timer']);
  await o.ask(2);
  o.clock.advance(31_000);
  expect(await o.runner.round()).toBe(2);
  expect(await o.of(2)).toEqual(['ParcelAsked', 'ParcelNoted']);
});
it('runs until it is stopped: wakes for what is set, and gets over trouble', async () => {
  let trouble = 1;
  const o = open(note, (t) => ({
    ...t,
    due: async (...a) => {
      if (trouble-- > 0) throw new Error('the database went away');
      return t.due(...a);
    },
  }));
  await o.ask(1);
  const stop = new AbortController();
  const running = o.runner.run(stop.signal);
  await o.set(1, 0);
  await eventually(async () => expect(await o.of(1)).toEqual(['ParcelAsked', 'ParcelNoted']));
  await o.ask(2);
  await o.set(2, 0);
  await eventually(async () => expect(await o.of(2)).toEqual(['ParcelAsked', 'ParcelNoted']), 500);
  stop.abort();
  await running;
  expect(o.lines.filter((l) => l.level === 'error').map((l) => l.message)).toEqual(['timers failed']);
});
