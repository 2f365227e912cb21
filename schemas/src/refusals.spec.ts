import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { failureTexts } from './channels/failure-texts.ts';
import { refusalText, refusalTexts } from './refusals.ts';

const root = join(import.meta.dirname, '..', '..');
/** Everything that answers with a refusal, without what tests it. */
const sources = ['command-service/src', 'platform/src/kernel'].flatMap((dir) =>
  readdirSync(join(root, dir), { recursive: true, encoding: 'utf8' })
    .filter((f) => f.endsWith('.ts') && !/\.spec\.ts$|(^|[\\/])testing([\\/]|\.ts$)/.test(f))
    .map((f) => readFileSync(join(root, dir, f), 'utf8')),
);
const matches = (pattern: RegExp): readonly string[] => sources.flatMap((text) => [...text.matchAll(pattern)].map((m) => m[1] as string));
const answered = new Set([
  ...matches(/\brefuse\('([a-z_]+)'/g),
  ...matches(/\bcode: '([a-z_]+)'/g),
  ...matches(/type \w*Code = ([^;]+);/g).flatMap((union) => [...union.matchAll(/'([a-z_]+)'/g)].map((m) => m[1] as string)),
]);

it('has a sentence for every code that a command can be refused with', () => {
  // Fails too when the pattern no longer finds how refusals are written.
  expect(answered.size).toBeGreaterThan(40);
  expect([...answered].filter((code) => !Object.hasOwn(refusalTexts, code))).toEqual([]);
});

it.each(['pt-BR', 'en'])('the console has words of its own (%s) only for what can be said, or for what only it can say', (language) => {
  const own = ['unreachable', 'too_many_attempts_wait'];
  const texts = JSON.parse(readFileSync(join(root, `frontend/public/i18n/${language}.json`), 'utf8')) as { readonly refusal: object };
  const known = new Set([...Object.keys(refusalTexts), ...Object.keys(failureTexts), ...own]);
  expect(Object.keys(texts.refusal).filter((code) => !known.has(code))).toEqual([]);
});

it.each(Object.entries(refusalTexts))('%s is said in two languages', (_, text) => {
  expect(text['pt-BR']).not.toBe(text.en);
  for (const t of Object.values(text)) expect(t).toMatch(/^[\p{Lu}\d].*\.$/u);
});

it('says something for any other code', () => {
  expect(refusalText('too_long', 'en')).toContain('shorten');
  expect(refusalText('never_heard', 'en', 'Because.')).toBe('Because.');
  for (const code of ['never_heard', 'constructor', '__proto__', ''])
    expect(refusalText(code, 'pt-BR')).toBe('Não foi possível fazer isso.');
});
