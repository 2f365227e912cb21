import { GraphQLError, isObjectType, type GraphQLFieldResolver } from 'graphql';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { permissions, roleGrants, roles, scopeGrants, scopes, type Permission } from '@master-ia/schemas/permissions.ts';
import type { GraphContext, Identity } from './context.ts';
import { fieldRules, guardFields, holds, rulesOf } from './permissions.ts';
import { buildGraphSchema, schemaTexts } from './schema.ts';

const TENANT = '11111111-1111-4111-8111-111111111111';
const person = (granted: readonly Permission[]): Identity => ({
  tenant: TENANT,
  actor: { kind: 'user', id: 'u' },
  userId: 'u',
  role: 'agent',
  viewer: { userId: 'u', visibility: 'all' },
  permissions: new Set(granted),
  locale: 'en',
  sessionHash: 'h',
});
const key = (granted: readonly Permission[]): Identity => ({
  ...person(granted),
  actor: { kind: 'api_key', id: 'k' },
  userId: null,
  role: null,
  sessionHash: null,
});
/** The schema behind its rules, without what its resolvers do. */
const schema = guardFields(makeExecutableSchema({ typeDefs: [...schemaTexts()] }));
const rules = rulesOf(schema);

/** Whether the field lets this caller through. */
const lets = (type: string, field: string, identity: Identity): boolean => {
  const t = schema.getType(type);
  const resolve = isObjectType(t) ? (t.getFields()[field]?.resolve as GraphQLFieldResolver<unknown, GraphContext> | undefined) : undefined;
  if (!resolve) throw new Error(`${type}.${field} is not there`);
  try {
    resolve({}, {}, { identity } as GraphContext, { fieldName: field } as never);
    return true;
  } catch (error) {
    if (error instanceof GraphQLError && error.extensions['code'] === 'FORBIDDEN') return false;
    throw error;
  }
};
const callers: readonly (readonly [string, Identity])[] = [
  ...roles.map((r) => [r, person(roleGrants[r].permissions)] as const),
  ...scopes.map((s) => [`key ${s}`, key(scopeGrants[s])] as const),
  ['nobody in particular', key([])],
];

it.each(callers)('puts its rule before every field, for %s', (_, identity) => {
  const wrong: string[] = [];
  for (const [name, rule] of rules) {
    const [type = '', field = ''] = name.split('.');
    if (lets(type, field, identity) !== holds(identity, rule)) wrong.push(name);
  }
  expect(rules.size).toBeGreaterThan(250);
  expect(wrong).toEqual([]);
});

const mutationsFor = (identity: Identity): readonly string[] =>
  [...rules.keys()]
    .filter((name) => name.startsWith('Mutation.') && lets('Mutation', name.slice(9), identity))
    .map((name) => name.slice(9))
    .sort();
const own = ['changePassword', 'createCompany', 'hideCompany', 'switchCompany', 'updateAccount'];
it('gives each role what is its own, said here in full', () => {
  const answering = [
    'addNote',
    'assignConversation',
    'closeConversation',
    'createContact',
    'deleteLabel',
    'labelConversation',
    'markConversationRead',
    'markMessageSent',
    'reopenConversation',
    'retryMessage',
    'saveLabel',
  ];
  const sending = ['sendMessage', 'sendMessageAgain', 'sendTyping', 'snoozeConversation', 'startConversation', 'updateContact'];
  expect(mutationsFor(person(roleGrants.analyst.permissions))).toEqual(own);
  expect(mutationsFor(person(roleGrants.agent.permissions))).toEqual([...own, ...answering, ...sending].sort());
  expect(mutationsFor(person(roleGrants.supervisor.permissions))).toEqual(
    [...own, ...answering, ...sending, 'blockContact', 'unblockContact'].sort(),
  );
  const all = [...rules.keys()].filter((k) => k.startsWith('Mutation.')).map((k) => k.slice(9));
  expect(mutationsFor(person(roleGrants.admin.permissions))).toEqual(all.filter((m) => m !== 'renameCompany').sort());
  expect(mutationsFor(person(roleGrants.owner.permissions))).toEqual([...all].sort());
  expect(mutationsFor(key(scopeGrants.read))).toEqual([]);
  expect(mutationsFor(key([]))).toEqual([]);
});

it('shows tokens and keys to nobody who may not manage them', () => {
  for (const role of ['supervisor', 'agent', 'analyst'] as const) {
    const identity = person(roleGrants[role].permissions);
    expect(lets('Channel', 'verifyToken', identity)).toBe(false);
    expect(lets('CreateApiKeyPayload', 'secret', identity)).toBe(false);
    expect(lets('InviteUserPayload', 'link', identity)).toBe(false);
    expect(lets('Query', 'apiKeys', identity)).toBe(false);
  }
});

it('guards the sources of subscriptions too, before they follow anything', () => {
  const fields = Object.values(buildGraphSchema().getSubscriptionType()?.getFields() ?? {});
  expect(fields).toHaveLength(5);
  for (const f of fields) expect(() => f.subscribe?.({}, {}, { identity: key([]) }, {} as never)).toThrow('you are not allowed');
});

it('names only permissions that there are', () => {
  const known = new Set<string>([...permissions, 'signed_in', 'person']);
  expect(Object.values(fieldRules).flatMap((f) => Object.keys(f).filter((r) => !known.has(r)))).toEqual([]);
});

it.each([
  ['a field without a rule', 'type Query { me: Int, secrets: Int }', 'Query.secrets has no rule'],
  ['a type without rules', 'type Query { me: Secret } type Secret { text: String }', 'Secret.text has no rule'],
  ['a rule without its field', 'type Query { me: Int }', 'Query.conversations has a rule and is not in the schema'],
])('does not build a schema with %s', (_, typeDefs, why) => {
  expect(() => guardFields(makeExecutableSchema({ typeDefs }))).toThrow(why);
});
