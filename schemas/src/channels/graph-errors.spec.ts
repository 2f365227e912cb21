import { suspensionReasons } from './channel.ts';
import { explainGraphError, graphErrors, suspensionFor } from './graph-errors.ts';

/** Every code of Meta's documented error table for WhatsApp Cloud. */
const documented = [
  0, 1, 2, 3, 4, 10, 33, 100, 190, 200, 299, 368, 80007, 130429, 130472, 130497, 131000, 131005, 131008, 131009, 131016, 131021, 131026,
  131030, 131031, 131037, 131042, 131045, 131047, 131048, 131049, 131050, 131051, 131052, 131053, 131055, 131056, 131057, 132000, 132001,
  132005, 132007, 132012, 132015, 132016, 132068, 132069, 133000, 133004, 133005, 133006, 133008, 133009, 133010, 133015, 133016, 135000,
];

it('knows every documented code', () => {
  const undocumentedText = (code: number) => explainGraphError(code).text.en.includes(String(code));
  expect(documented.filter(undocumentedText)).toEqual([]);
});

it('only what Meta documents as not processed is', () => {
  expect(graphErrors.filter((e) => e.retry === 'not_processed').map((e) => e.code)).toEqual([4, 80007, 130429, 131056, 131057]);
});

it('names each code and subcode once', () => {
  const keys = graphErrors.map((e) => `${e.code}/${e.subcode ?? ''}`);
  expect(new Set(keys).size).toBe(keys.length);
});

it.each(graphErrors.map((e) => [e.code, e.subcode, e] as const))('%s %s says in one sentence per language what to do', (_, __, e) => {
  expect(e.text['pt-BR']).not.toBe(e.text.en);
  for (const text of Object.values(e.text)) {
    expect(text).toMatch(/^\p{Lu}.*: .*[^.]\.$/u);
    expect(text.length).toBeLessThanOrEqual(220);
    expect(text.match(/[.!?](\s|$)/g)).toHaveLength(1);
  }
});

it('a subcode says more, an unknown one nothing else', () => {
  expect(explainGraphError(190, 463).text.en).toContain('expired');
  expect(explainGraphError(190, 999)).toBe(explainGraphError(190));
  expect(explainGraphError(100, 33)).toMatchObject({ class: 'config', suspends: true });
  expect(explainGraphError(100)).toMatchObject({ class: 'permanent_content', suspends: false });
});

it('a code that nobody documented is permanent and names itself', () => {
  expect(explainGraphError(999999)).toMatchObject({ code: 999999, class: 'permanent_content', retry: 'never', suspends: false });
  expect(explainGraphError(134011).text['pt-BR']).toContain('134011');
  expect(explainGraphError(250)).toMatchObject({ code: 250, class: 'auth', suspends: true });
  expect(explainGraphError(133007)).toMatchObject({ class: 'config' });
});

it('a suspension has its reason', () => {
  const reasons = (codes: readonly number[]) => codes.map((c) => suspensionFor(explainGraphError(c)));
  expect(reasons([190, 10, 33, 131031, 131042, 368, 131048])).toEqual([
    'token_expired',
    'permission_missing',
    'number_gone',
    'account_locked',
    'payment',
    'restricted',
    'restricted',
  ]);
  expect(reasons([131047, 100, 131026, 130429, 999999])).toEqual([null, null, null, null, null]);
  for (const e of graphErrors) expect([null, ...suspensionReasons]).toContain(suspensionFor(e));
});
