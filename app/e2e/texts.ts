import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './program.ts';

export type Language = 'pt-BR' | 'en';
type Texts = { readonly [key: string]: string | Texts };
const load = (language: Language): Texts =>
  JSON.parse(readFileSync(join(ROOT, 'frontend/public/i18n', `${language}.json`), 'utf8')) as Texts;
const texts: Readonly<Record<Language, Texts>> = { 'pt-BR': load('pt-BR'), en: load('en') };

/** What the console says for a key; `{{name}}` stands as given in `params`. Throws on a key that there is not: a test must not look for nothing. */
export const text = (key: string, params: Readonly<Record<string, string>> = {}, language: Language = 'pt-BR'): string => {
  let at: string | Texts | undefined = texts[language];
  for (const part of key.split('.')) at = typeof at === 'object' ? at[part] : undefined;
  if (typeof at !== 'string') throw new Error(`the console has no text ${key}`);
  return at.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => params[name] ?? whole);
};
