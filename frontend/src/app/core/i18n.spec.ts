import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import en from '../../../public/i18n/en.json' with { type: 'json' };
import ptBR from '../../../public/i18n/pt-BR.json' with { type: 'json' };
import { hasIcon } from '../ui/icon';

type Tree = { readonly [key: string]: string | Tree };
const flat = (tree: Tree, at = ''): readonly (readonly [string, string])[] =>
  Object.entries(tree).flatMap(([k, v]) => (typeof v === 'string' ? [[at + k, v] as const] : flat(v, `${at}${k}.`)));

const app = join(import.meta.dirname, '..');
const sources = readdirSync(app, { recursive: true, encoding: 'utf8' })
  .filter((f) => /\.(ts|html)$/.test(f) && !/\.(spec|gql)\.ts$/.test(f))
  .map((f) => ({ file: f, text: readFileSync(join(app, f), 'utf8') }));
const ours = new Map(flat(ptBR));
const theirs = new Map(flat(en));
/** Keys written out: arguments of t('…') and text('…'), also in a choice of two; and any other string that looks like one of our keys. */
const literals = (text: string): readonly string[] =>
  [...text.matchAll(/(?:\bt|\.text)\(\s*(?:[^'"()]*\?\s*)?'([\w.-]+)'\s*(?=[,):])/g)].map((m) => m[1] ?? '');
const prefixes = sources.flatMap(({ text }) => [...text.matchAll(/['`]([\w]+(?:\.[\w]+)*\.)(?:'\s*\+|\$\{)/g)].map((m) => m[1] ?? ''));

describe('texts', () => {
  it('have the same keys in both languages', () => expect([...theirs.keys()].sort()).toEqual([...ours.keys()].sort()));

  it('have the same parameters in both languages', () => {
    const params = (s = '') => [...s.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map((m) => m[1]).sort();
    const different = [...ours].filter(([k, v]) => params(v).join() !== params(theirs.get(k)).join()).map(([k]) => k);
    expect(different).toEqual([]);
  });

  it('are not empty', () => expect([...ours, ...theirs].filter(([, v]) => v.trim() === '')).toEqual([]));

  it('exist for every key that is written out', () => {
    const used = sources.flatMap(({ file, text }) => literals(text).map((key) => ({ file, key })));
    expect(used.length).toBeGreaterThan(80);
    expect(used.filter(({ key }) => !ours.has(key))).toEqual([]);
  });

  it('are all used, by a whole key or by its beginning', () => {
    const everything = sources.map((s) => s.text).join('\n');
    const unused = [...ours.keys()].filter((k) => !everything.includes(`'${k}'`) && !prefixes.some((p) => k.startsWith(p)));
    expect(unused).toEqual([]);
  });
});

describe('icons', () => {
  it('exist for every name that is written out', () => {
    const names = sources.flatMap(({ file, text }) =>
      [...text.matchAll(/(?:<mia-icon\s+name|\sicon)="([\w-]+)"|icon: '([\w-]+)'/g)].map((m) => ({ file, name: m[1] ?? m[2] ?? '' })),
    );
    expect(names.length).toBeGreaterThan(30);
    expect(names.filter(({ name }) => !hasIcon(name))).toEqual([]);
  });
});
