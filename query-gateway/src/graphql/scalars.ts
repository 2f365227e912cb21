import { GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped } from 'graphql';

/** UTC, as `Date.toISOString` writes it; seconds and their fractions may be left out. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?Z$/;
const PHONE_MAX = 40;
const bad = (message: string): GraphQLError => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });

const instant = (value: unknown): Date => {
  const at = typeof value === 'string' && INSTANT.test(value) ? new Date(value) : null;
  if (at === null || Number.isNaN(at.getTime())) throw bad('a DateTime is ISO 8601 in UTC, for example 2026-01-31T12:00:00Z');
  return at;
};
/** Which spellings are a phone is decided with the command: it answers a refusal that names the field. */
const phone = (value: unknown): string => {
  if (typeof value !== 'string' || value.length > PHONE_MAX) throw bad('a PhoneNumber is a text such as +5511987654321');
  return value;
};
const position = (value: unknown): string => {
  if (typeof value !== 'string' || !/^\d{20,41}$/.test(value)) throw bad('a Position is what an answer gave');
  return value;
};
const scalar = <T>(name: string, parse: (value: unknown) => T, serialize: (value: unknown) => unknown) =>
  new GraphQLScalarType<T, unknown>({
    name,
    serialize,
    parseValue: parse,
    parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
  });

export const scalars = {
  DateTime: scalar('DateTime', instant, (value) => (value instanceof Date ? value : new Date(String(value))).toISOString()),
  PhoneNumber: scalar('PhoneNumber', phone, String),
  Position: scalar('Position', position, String),
  JSON: new GraphQLScalarType({
    name: 'JSON',
    serialize: (value) => value,
    parseValue: (value) => value,
    parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
  }),
};
