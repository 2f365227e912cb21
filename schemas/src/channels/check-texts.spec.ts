import { checkText, checkTexts } from './check-texts.ts';

it.each(Object.entries(checkTexts))('%s says in one sentence per language what to do', (_, text) => {
  expect(text['pt-BR']).not.toBe(text.en);
  const names = (t: string) => [...t.matchAll(/\{\w+\}/g)].map((m) => m[0]).sort();
  expect(names(text['pt-BR'])).toEqual(names(text.en));
  for (const t of Object.values(text)) expect(t).toMatch(/^\p{Lu}.*\.$/u);
});

it('puts the parameters in', () => {
  expect(checkText('callback_not_public', 'en', { url: 'http://127.0.0.1:5000/x' })).toContain('http://127.0.0.1:5000/x');
  expect(checkText('callback_not_public', 'pt-BR')).toContain('?');
  expect(checkText('graph_error', 'en', { code: '368' })).toContain('Account Quality');
  expect(checkText('graph_error', 'en', { code: '190', subcode: '463' })).toContain('expired');
  expect(checkText('constructor', 'en')).toBeNull();
});

it('says of a refused registration what the code means, where that is known', () => {
  expect(checkText('registration_refused', 'en', { code: '133005' })).toContain('The PIN is wrong');
  expect(checkText('registration_refused', 'pt-BR', { code: '190' })).toContain('token');
  expect(checkText('registration_refused', 'en', { code: '131026' })).toContain('did not accept the number’s registration (code 131026)');
});
