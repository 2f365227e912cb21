import { domains } from '@master-ia/schemas/domains.ts';
import { uuidFrom } from '@master-ia/platform/runtime/ids.ts';
import { decodeEvent } from '@master-ia/platform/crypto/event-codec.ts';
import { deciders } from './domains.ts';
import { samples } from './testing/every-sample.ts';

const types = domains.flatMap((d) => d.aggregates.flatMap((a) => Object.keys(a.events)));

it('every event has a sample, and no sample is of an event that is not there', () => {
  expect([...new Set(samples.map((s) => s.type))].sort()).toEqual([...types].sort());
  for (const s of samples)
    expect([s.type, domains.find((d) => d.name === s.domain)!.samples[s.type as never]]).toEqual([s.type, expect.any(Array)]);
});
describe.each(samples.map((s) => [s.type, s] as const))('%s', (_, s) => {
  it('is what its schema says, and comes back as it was', () => {
    expect(s.def.data.parse(s.data)).toEqual(s.data);
    expect(s.opened.data).toEqual(s.data);
  });
  it('has nothing of its sealed fields in its payload', () => {
    const walk = (opened: unknown, closed: unknown): readonly string[] =>
      typeof closed === 'symbol'
        ? typeof opened === 'string'
          ? [opened]
          : Object.values(opened as object).flatMap((v) => (typeof v === 'string' && v.length > 4 ? [v] : []))
        : typeof opened === 'object' && opened !== null
          ? Object.keys(opened).flatMap((k) => walk((opened as never)[k], (closed as never)[k]))
          : [];
    for (const text of walk(s.opened.data, s.closed.data)) expect(s.payload).not.toContain(text);
  });
  it('folds with its personal fields erased', () => {
    const decider = deciders({ simulatedAllowed: false }).find((d) => s.type in d.evolve)!;
    const folded = (e: unknown) => decider.evolve[s.type]!(decider.initial as never, e as never);
    expect(folded(s.closed)).toEqual(folded(s.opened));
  });
  it('is refused in a version to come', () =>
    expect(() =>
      decodeEvent(s.def, {
        tenant: uuidFrom('t'),
        stream: 's',
        id: uuidFrom('i'),
        type: s.type,
        version: s.def.version + 1,
        payload: s.payload,
      }),
    ).toThrow(/version/));
});
