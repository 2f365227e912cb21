import fc from 'fast-check';
import { messageStatuses, shownStatus, withEvidence, type Attempt } from './status.ts';

type Evidence = { readonly attempt: number; readonly is: Omit<Partial<Attempt>, 'attempt'> };
const evidence: fc.Arbitrary<Evidence> = fc.record({
  attempt: fc.integer({ min: 1, max: 3 }),
  is: fc.constantFrom<Evidence['is']>(
    { started: true },
    { accepted: true },
    { unknown: true },
    { sent: true },
    { delivered: true },
    { read: true },
    { failed: { code: '131026' } },
    { expired: true },
    { markedSent: true },
  ),
});
const known = (all: readonly Evidence[]): readonly Attempt[] =>
  all.reduce<readonly Attempt[]>((a, e) => withEvidence(a, e.attempt, e.is), []);
const of = (...all: readonly (readonly [number, Evidence['is']])[]) =>
  shownStatus(known(all.map(([attempt, is]) => ({ attempt, is })))).status;

it('is the same for the same evidence in any order, told once or often', () => {
  fc.assert(
    fc.property(fc.array(evidence, { maxLength: 12 }), fc.nat(), (all, seed) => {
      const other = [...all, ...all].map((e, i) => ({ e, at: (i * 7919 + seed) % 104_729 })).sort((a, b) => a.at - b.at);
      expect(shownStatus(known(other.map((o) => o.e)))).toEqual(shownStatus(known(all)));
    }),
    { seed: 20260115 },
  );
});
it('never takes back that the message was delivered or read', () => {
  fc.assert(
    fc.property(fc.array(evidence, { maxLength: 12 }), evidence, (all, more) => {
      const [before, after] = [shownStatus(known(all)).status, shownStatus(known([...all, more])).status];
      if (before === 'READ') expect(after).toBe('READ');
      if (before === 'DELIVERED') expect(['DELIVERED', 'READ']).toContain(after);
      expect(messageStatuses).toContain(after);
    }),
    { seed: 20260116 },
  );
});
it('tells why only of what failed', () => {
  fc.assert(
    fc.property(fc.array(evidence, { maxLength: 12 }), (all) => {
      const { status, failure } = shownStatus(known(all));
      expect(failure !== null).toBe(status === 'FAILED');
    }),
    { seed: 20260117 },
  );
});
it.each([
  ['nothing', of(), 'QUEUED'],
  ['read over failed', of([1, { failed: { code: 'x' } }], [1, { read: true }]), 'READ'],
  ['failed over sent', of([1, { sent: true }], [1, { failed: { code: 'x' } }]), 'FAILED'],
  ['a person’s word as sent', of([1, { unknown: true }], [1, { markedSent: true }]), 'SENT'],
  ['accepted over unknown', of([1, { unknown: true }], [1, { accepted: true }]), 'ACCEPTED'],
  ['unknown over sending', of([1, { started: true }], [1, { unknown: true }]), 'UNKNOWN'],
  ['the latest attempt', of([1, { failed: { code: 'x' } }], [2, {}]), 'QUEUED'],
  ['an earlier one that was delivered', of([1, { delivered: true }], [2, { failed: { code: 'x' } }]), 'DELIVERED'],
  ['the one of two that was read', of([1, { delivered: true }], [2, { read: true }]), 'READ'],
])('shows %s', (_, shown, expected) => expect(shown).toBe(expected));
it('an expiry is a failure of its own code', () =>
  expect(shownStatus([{ attempt: 1, expired: true }])).toEqual({ status: 'FAILED', failure: { code: 'expired' } }));
