import { suspensionReasons } from './channel.ts';
import { suspensionText, suspensionTexts } from './suspension-texts.ts';

it.each(suspensionReasons)('%s says in one sentence per language what to do, and what releases the sends', (reason) => {
  const { 'pt-BR': pt, en } = suspensionTexts[reason];
  for (const t of [pt, en]) expect(t).toMatch(/^\p{Lu}.*\.$/u);
  // A new token does, and so do checks that find nothing wrong.
  expect(pt).toMatch(reason === 'token_expired' ? /cole um novo aqui/ : /“Verificar de novo”/);
  expect(en).toMatch(reason === 'token_expired' ? /paste a new one here/ : /“Check again”/);
  for (const t of [pt, en]) expect(t).toMatch(/envios|sends/);
});
it('says a reason that it does not know as it is', () => expect(suspensionText('constructor', 'en')).toBe('constructor'));
