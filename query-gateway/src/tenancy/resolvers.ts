import { INSTALLATION } from '@master-ia/schemas/contract.ts';
import { roleGrants, type Role, type Scope, type Visibility } from '@master-ia/schemas/permissions.ts';
import type { AccountRow, ApiKeyRow, CompanyRow } from '@master-ia/schemas/tenancy/tables.ts';
import type { GraphContext } from '../graphql/context.ts';
import { SHOWN_NAME, type UserRow } from '../graphql/loaders.ts';
import { mutate, refused } from '../graphql/mutate.ts';
import { badInput } from '../graphql/paging.ts';
import { slice, type List } from '../graphql/slice.ts';

const TEAM = ['team'];
const USERS: List = {
  name: 'users',
  views: TEAM,
  rows: `select m.user_id, m.role, m.visibility, m.state, a.email, ${SHOWN_NAME} as name from rm.member m left join rm.account a on a.user_id = m.user_id where m.state <> 'removed'`,
  id: 'user_id',
  order: "name is null, coalesce(name, ''), user_id",
  max: 500,
};
/** Those that work first, the newest of them before the others. */
const API_KEYS: List = {
  name: 'api_keys',
  views: TEAM,
  rows: 'select * from rm.api_key',
  id: 'api_key_id',
  order: 'revoked_at is not null, -extract(epoch from created_at), api_key_id',
  max: 200,
};
type Input<T> = { readonly input: T & { readonly commandId?: string | null } };
type Named = { readonly company: CompanyRow; readonly role: Role };

const lower = <T extends string>(text: string): T => text.toLowerCase() as T;
const visibilityOf = (v: string | null | undefined): Visibility | null => (v == null ? null : lower<Visibility>(v));
const memberId = (c: GraphContext, userId: string): string => c.ports.ids.from(c.identity.tenant, 'member', userId);

const company = async (c: GraphContext, id = c.identity.tenant): Promise<CompanyRow> => {
  const [row] = await c.ports.readDb.query<CompanyRow>({ tenant: id }, 'select * from rm.company where company_id = $1::uuid', [id], {
    name: 'company',
  });
  if (!row) throw badInput('the company is not there yet', 'NOT_FOUND');
  return row;
};
const account = async (c: GraphContext): Promise<AccountRow | null> =>
  c.identity.userId === null
    ? null
    : ((
        await c.ports.readDb.query<AccountRow>(
          { tenant: INSTALLATION },
          'select * from rm.account where user_id = $1::uuid',
          [c.identity.userId],
          { name: 'account' },
        )
      )[0] ?? null);
/** Across companies: only the caller's own memberships are asked for. */
const memberships = async (c: GraphContext): Promise<readonly Named[]> => {
  if (c.identity.userId === null) return [];
  const { userId } = c.identity;
  const rows = await c.ports.readDb.tx(
    'system',
    async (q) =>
      (
        await q.query<CompanyRow & { role: Role }>(
          "select c.*, m.role from rm.member m join rm.company c on c.company_id = m.tenant_id where m.user_id = $1::uuid and m.state = 'active' order by c.demo, c.name limit 100",
          [userId],
        )
      ).rows,
  );
  return rows.map(({ role, ...row }) => ({ company: row, role }));
};
const userPayload = async (c: GraphContext, command: string, data: { readonly userId: string }, commandId: string | null | undefined) => {
  const done = await mutate(c, command, { ...data, memberId: memberId(c, data.userId) }, { commandId, views: TEAM });
  return { ...done, user: done.refusal ? null : await c.loaders.user.load(data.userId) };
};
const own = async (c: GraphContext, command: string, data: Readonly<Record<string, unknown>>, commandId?: string | null) => {
  if (c.identity.userId === null) throw badInput('a key has no account', 'FORBIDDEN');
  return mutate(c, command, { userId: c.identity.userId, ...data }, { commandId, views: TEAM, tenant: INSTALLATION });
};

export const tenancyResolvers = {
  Company: { id: (r: CompanyRow) => r.company_id, timeZone: (r: CompanyRow) => r.time_zone },
  Membership: {
    role: (m: Named) => m.role.toUpperCase(),
    current: (m: Named, _: unknown, c: GraphContext) => m.company.company_id === c.identity.tenant,
  },
  Me: {
    user: (_: unknown, __: unknown, c: GraphContext) => account(c),
    company: (_: unknown, __: unknown, c: GraphContext) => company(c),
    role: (_: unknown, __: unknown, c: GraphContext) => c.identity.role?.toUpperCase() ?? null,
    visibility: (_: unknown, __: unknown, c: GraphContext) => c.identity.viewer.visibility.toUpperCase(),
    permissions: (_: unknown, __: unknown, c: GraphContext) => [...c.identity.permissions],
    memberships: (_: unknown, __: unknown, c: GraphContext) => memberships(c),
  },
  Account: {
    id: (r: AccountRow) => r.user_id,
    name: (r: AccountRow) => r.name ?? '',
    email: (r: AccountRow) => r.email ?? '',
    hasPassword: (r: AccountRow) => r.has_password,
  },
  User: {
    id: (r: UserRow) => r.user_id,
    name: (r: UserRow) => r.name ?? '',
    email: (r: UserRow) => r.email ?? '',
    role: (r: UserRow) => r.role.toUpperCase(),
    visibility: (r: UserRow) => (r.visibility ?? roleGrants[r.role].visibility).toUpperCase(),
    state: (r: UserRow) => r.state.toUpperCase(),
  },
  ApiKey: {
    id: (r: ApiKeyRow) => r.api_key_id,
    scopes: (r: ApiKeyRow) => r.scopes.map((s) => s.toUpperCase()),
    createdAt: (r: ApiKeyRow) => r.created_at,
    revokedAt: (r: ApiKeyRow) => r.revoked_at,
  },
  Query: {
    me: () => ({}),
    users: (_: unknown, a: { after?: string | null }, c: GraphContext) => slice<UserRow>(c, USERS, a.after),
    apiKeys: (_: unknown, a: { after?: string | null }, c: GraphContext) => slice<ApiKeyRow>(c, API_KEYS, a.after),
    systemStatus: (_: unknown, __: unknown, c: GraphContext) => c.ports.status.now(c.identity.tenant),
  },
  Mutation: {
    inviteUser: async (
      _: unknown,
      { input: i }: Input<{ email: string; name?: string | null; role: string; visibility?: string | null }>,
      c: GraphContext,
    ) => {
      const done = await mutate<{ userId: string; token: string | null }>(
        c,
        'InviteUser',
        { email: i.email, ...(i.name != null && { name: i.name }), role: lower<Role>(i.role), visibility: visibilityOf(i.visibility) },
        { commandId: i.commandId, views: TEAM },
      );
      if (done.refusal) return { ...done, user: null, link: null };
      return {
        ...done,
        user: await c.loaders.user.load(done.result.userId),
        link: done.result.token === null ? null : `${c.ports.publicUrl()}/invite#${done.result.token}`,
      };
    },
    changeUserRole: (
      _: unknown,
      { input: { commandId, userId, role, visibility } }: Input<{ userId: string; role: string; visibility?: string | null }>,
      c: GraphContext,
    ) =>
      userPayload(
        c,
        'ChangeMemberRole',
        { userId, role: lower<Role>(role), visibility: visibilityOf(visibility) } as { userId: string },
        commandId,
      ),
    removeUser: (_: unknown, { input: { commandId, userId } }: Input<{ userId: string }>, c: GraphContext) =>
      userPayload(c, 'RemoveMember', { userId }, commandId),
    createApiKey: async (_: unknown, { input: i }: Input<{ name: string; scopes: readonly string[] }>, c: GraphContext) => {
      const done = await mutate<{ apiKeyId: string; secret: string | null }>(
        c,
        'CreateApiKey',
        { name: i.name, scopes: i.scopes.map((s) => lower<Scope>(s)) },
        { commandId: i.commandId, views: TEAM },
      );
      return {
        ...done,
        apiKey: done.refusal ? null : await c.loaders.apiKey.load(done.result.apiKeyId),
        secret: done.result?.secret ?? null,
      };
    },
    revokeApiKey: async (_: unknown, { input: { commandId, apiKeyId } }: Input<{ apiKeyId: string }>, c: GraphContext) => {
      const done = await mutate(c, 'RevokeApiKey', { apiKeyId }, { commandId, views: TEAM });
      return { ...done, apiKey: done.refusal ? null : await c.loaders.apiKey.load(apiKeyId) };
    },
    createCompany: async (_: unknown, { input: i }: Input<{ name: string; timeZone?: string | null }>, c: GraphContext) => {
      if (c.identity.sessionHash === null) throw badInput('a key has no companies of its own', 'FORBIDDEN');
      const companyId = c.ports.ids.from('company', i.commandId ?? c.ports.ids.random());
      const done = await mutate<{ companyId: string }>(
        c,
        'FoundCompany',
        { companyId, name: i.name, ...(i.timeZone != null && { timeZone: i.timeZone }) },
        { commandId: i.commandId, views: TEAM, tenant: companyId },
      );
      if (done.refusal) return { ...done, company: null };
      await c.ports.sessions.switchCompany(c.identity.sessionHash, companyId);
      return { ...done, company: await company(c, companyId) };
    },
    renameCompany: async (_: unknown, { input: { commandId, name } }: Input<{ name: string }>, c: GraphContext) => {
      const done = await mutate(c, 'RenameCompany', { companyId: c.identity.tenant, name }, { commandId, views: TEAM });
      return { ...done, company: done.refusal ? null : await company(c) };
    },
    hideCompany: async (
      _: unknown,
      { input: { commandId, companyId, hidden } }: Input<{ companyId: string; hidden: boolean }>,
      c: GraphContext,
    ) => {
      // Also from another company of one's own: rights are those in the company that is hidden.
      const mine = (await memberships(c)).some((m) => m.company.company_id === companyId);
      if (!mine) return { ...refused(c, 'not_found', 'companyId'), company: null };
      const done = await mutate(c, 'HideCompany', { companyId, hidden }, { commandId, views: TEAM, tenant: companyId });
      return { ...done, company: done.refusal ? null : await company(c, companyId) };
    },
    switchCompany: async (_: unknown, a: { companyId: string }, c: GraphContext) => {
      const there = (await memberships(c)).find((m) => m.company.company_id === a.companyId);
      if (!there || c.identity.sessionHash === null) return { ...refused(c, 'not_found', 'companyId'), company: null };
      await c.ports.sessions.switchCompany(c.identity.sessionHash, a.companyId);
      return { position: null, refusal: null, company: there.company };
    },
    updateAccount: async (
      _: unknown,
      { input: { commandId, name, locale } }: Input<{ name?: string | null; locale?: string | null }>,
      c: GraphContext,
    ) => {
      const id = commandId ?? c.ports.ids.random();
      let done = name == null ? null : await own(c, 'RenameUser', { name }, c.ports.ids.from(id, 'name'));
      if (!done?.refusal && locale != null) done = await own(c, 'ChooseLanguage', { locale }, c.ports.ids.from(id, 'locale'));
      return { position: done?.position ?? null, refusal: done?.refusal ?? null, account: await account(c) };
    },
    changePassword: async (
      _: unknown,
      { input: i }: { readonly input: { currentPassword?: string | null; newPassword: string } },
      c: GraphContext,
    ) => {
      if (c.identity.userId === null) throw badInput('a key has no account', 'FORBIDDEN');
      const wrong = i.currentPassword == null ? null : await c.ports.passwords.refusalOf(c.identity.userId, i.currentPassword, c.address);
      if (wrong) return { ...refused(c, wrong, 'currentPassword'), account: await account(c) };
      let done: Awaited<ReturnType<typeof own>> | undefined;
      await c.ports.changePassword(c.identity.userId, c.identity.sessionHash, async () => {
        done = await own(c, 'SetPassword', {
          newPassword: i.newPassword,
          ...(i.currentPassword != null && { currentPassword: i.currentPassword }),
        });
        return done.refusal === null;
      });
      return { ...done, account: await account(c) };
    },
  },
};
