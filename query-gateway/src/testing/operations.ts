import {
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';

/** Everything of a type that needs no arguments, so many levels deep. */
export const everythingOf = (type: GraphQLOutputType, depth: number): string => {
  const named = getNamedType(type);
  if (!isCompositeType(named)) return '';
  if (!isObjectType(named)) throw new Error(`${named.name} is no object`);
  const fields = Object.values(named.getFields()).flatMap((f) => {
    if (f.args.some((a) => isNonNullType(a.type))) return [];
    const inner = getNamedType(f.type);
    if (!isCompositeType(inner)) return [f.name];
    return depth > 1 ? [`${f.name}${everythingOf(f.type, depth - 1)}`] : [];
  });
  return ` { __typename ${fields.join(' ')} }`;
};

/** Paths of the places in a value of an input type that take an id: `input.conversationId`. */
const idPaths = (type: GraphQLInputType, path: string, seen: readonly string[] = []): readonly string[] => {
  const named = getNamedType(type);
  if (named.name === 'ID') return [path];
  if (!isInputObjectType(named) || seen.includes(named.name)) return [];
  return Object.values(named.getFields()).flatMap((f) => idPaths(f.type, `${path}.${f.name}`, [...seen, named.name]));
};
const SAMPLES: Readonly<Record<string, unknown>> = {
  String: 'text',
  ID: '0a0a0a0a-0a0a-4a0a-8a0a-0a0a0a0a0a0a',
  Int: 1,
  Float: 1,
  Boolean: true,
  DateTime: '2027-01-01T00:00:00.000Z',
  PhoneNumber: '+5511987654321',
  Position: '00000000000000000009',
  JSON: {},
};
/** A value of an input type with what is required and what `at` names, whose ids `id` gives. */
const valueOf = (type: GraphQLInputType, path: string, at: string, id: (name: string) => string): unknown => {
  const open = isNonNullType(type) ? type.ofType : type;
  if (isListType(open)) return [valueOf(open.ofType, path, at, id)];
  if (isEnumType(open)) return open.getValues()[0]?.name;
  if (!isInputObjectType(open)) return open.name === 'ID' && path === at ? id(path.split('.').at(-1) as string) : SAMPLES[open.name];
  const fields = Object.values(open.getFields()).filter(
    (f) => isNonNullType(f.type) || at === `${path}.${f.name}` || at.startsWith(`${path}.${f.name}.`),
  );
  return Object.fromEntries(fields.map((f) => [f.name, valueOf(f.type, `${path}.${f.name}`, at, id)]));
};

export type Probe = {
  readonly name: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly document: string;
  readonly variables: (id: (name: string) => string) => Readonly<Record<string, unknown>>;
};
const probesOf = (
  kind: Probe['kind'],
  f: GraphQLField<unknown, unknown>,
  wrap: (inner: string) => string,
  label: string,
  depth: number,
): readonly Probe[] =>
  f.args
    .flatMap((a) => idPaths(a.type, a.name))
    .map((at): Probe => {
      const used = f.args.filter((a) => isNonNullType(a.type) || at === a.name || at.startsWith(`${a.name}.`));
      const declared = used.map((a) => `$${a.name}: ${String(a.type)}`).join(', ');
      const call = `${f.name}(${used.map((a) => `${a.name}: $${a.name}`).join(', ')})${everythingOf(f.type, depth)}`;
      return {
        name: `${label}(${at})`,
        kind,
        document: `${kind} Probe(${declared}) { ${wrap(call)} }`,
        variables: (id) => Object.fromEntries(used.map((a) => [a.name, valueOf(a.type, a.name, at, id)])),
      };
    });

/** An operation for every place in the schema that takes an id. `within` says how a type's own fields are reached; a type with such a field that it does not name is an error. */
export const idProbes = (schema: GraphQLSchema, within: Readonly<Record<string, (inner: string) => string>>): readonly Probe[] => {
  const roots: readonly (readonly [Probe['kind'], GraphQLObjectType | null | undefined])[] = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
    ['subscription', schema.getSubscriptionType()],
  ];
  const rootNames = roots.map(([, t]) => t?.name);
  return [
    ...roots.flatMap(([kind, type]) =>
      Object.values(type?.getFields() ?? {}).flatMap((f) => probesOf(kind, f, (x) => x, `${type?.name ?? ''}.${f.name}`, 5)),
    ),
    ...Object.values(schema.getTypeMap()).flatMap((t) => {
      if (!isObjectType(t) || t.name.startsWith('__') || rootNames.includes(t.name)) return [];
      return Object.values(t.getFields()).flatMap((f) => {
        if (f.args.every((a) => idPaths(a.type, a.name).length === 0)) return [];
        const wrap = within[t.name];
        if (!wrap) throw new Error(`nobody says how ${t.name}.${f.name}, which takes an id, is reached`);
        return probesOf('query', f, wrap, `${t.name}.${f.name}`, 4);
      });
    }),
  ];
};
