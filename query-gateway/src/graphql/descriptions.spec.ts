import { isEnumType, isInputObjectType, isObjectType, isSpecifiedScalarType, type GraphQLNamedType } from 'graphql';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { schemaTexts } from './schema.ts';

type Told = readonly [name: string, description: string | null | undefined];
/** Every name of a type with what is told of it. The one argument of a mutation is told by its input type. */
const toldOf = (t: GraphQLNamedType): readonly Told[] => [
  [t.name, t.description],
  ...(isObjectType(t)
    ? Object.values(t.getFields()).flatMap((f): readonly Told[] => [
        [`${t.name}.${f.name}`, f.description],
        ...f.args.filter((a) => a.name !== 'input').map((a): Told => [`${t.name}.${f.name}(${a.name})`, a.description]),
      ])
    : []),
  ...(isInputObjectType(t) ? Object.values(t.getFields()).map((f): Told => [`${t.name}.${f.name}`, f.description]) : []),
  ...(isEnumType(t) ? t.getValues().map((v): Told => [`${t.name}.${v.name}`, v.description]) : []),
];
const told = Object.values(makeExecutableSchema({ typeDefs: [...schemaTexts()] }).getTypeMap())
  .filter((t) => !t.name.startsWith('__') && !isSpecifiedScalarType(t))
  .flatMap(toldOf);

it('tells of every type, field, argument, input field and value what a caller has to know', () => {
  expect(told.length).toBeGreaterThan(550);
  expect(told.flatMap(([name, description]) => (description?.trim() ? [] : [name]))).toEqual([]);
});
it('tells it in sentences, not in the name once more', () => {
  const bare = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^a-z]/g, '')
      .replace(/^(the|a|an)/, '');
  const odd = told.filter(([name, description = '']) => {
    const last = name.split(/[.(]/).at(-1) ?? '';
    return !/[.…]$/.test(description ?? '') || bare(description ?? '') === bare(last);
  });
  expect(odd).toEqual([]);
});
