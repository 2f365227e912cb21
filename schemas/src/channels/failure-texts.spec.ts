import { failureText, failureTexts } from './failure-texts.ts';

it.each(Object.entries(failureTexts))('%s says in one sentence per language what to do', (_, text) => {
  expect(text['pt-BR']).not.toBe(text.en);
  for (const t of Object.values(text)) {
    expect(t).toMatch(/^\p{Lu}.*: .*\.$/u);
    expect(t.match(/[.!?](\s|$)/g)).toHaveLength(1);
  }
});

it('knows Meta’s codes, ours, and has a word for any other', () => {
  expect(failureText('131047', 'en')).toContain('24 hours');
  expect(failureText('too_long', 'pt-BR')).toContain('encurte');
  for (const code of ['http_502', 'constructor', '', '131047x']) expect(failureText(code, 'en')).toMatch(/^It failed: /);
});
