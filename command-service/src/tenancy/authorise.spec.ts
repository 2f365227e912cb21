import { INSTALLATION, type Actor } from '@master-ia/schemas/contract.ts';
import { permissions, roleGrants, roles, scopeGrants, scopes } from '@master-ia/schemas/permissions.ts';
import { COMPANIES_MAX } from '@master-ia/schemas/tenancy/user.ts';
import { uuidFrom } from '@master-ia/platform/runtime/ids.ts';
import { COMPANY, memoryService } from '../testing/memory-service.ts';
import { authorise } from './authorise.ts';

const refused = { ok: false, refusal: { code: 'forbidden' } };

it.each(roles)('%s may what the role grants, nothing else, and nothing in another company', async (role) => {
  const s = memoryService();
  await s.found();
  const actor = await s.person('ana@example.com', role);
  const may = (permission: string, tenant = COMPANY) => authorise({ actor, tenant, permission, data: {}, facts: s.facts });
  for (const p of [...permissions, 'system'])
    expect([p, await may(p)]).toEqual([p, (roleGrants[role].permissions as readonly string[]).includes(p)]);
  const other = uuidFrom('other company');
  await s.found(other, 'outra@example.com');
  for (const p of permissions) expect([p, await may(p, other)]).toEqual([p, false]);
});
it.each(scopes)('a key with the scope %s may what it grants until it is revoked', async (scope) => {
  const s = memoryService();
  const owner = await s.found();
  const { apiKeyId } = await s.done('CreateApiKey', { name: 'k', scopes: [scope] }, { actor: owner });
  const may = (permission: string, tenant = COMPANY) =>
    authorise({ actor: { kind: 'api_key', id: apiKeyId! }, tenant, permission, data: {}, facts: s.facts });
  for (const p of [...permissions, 'system', 'signed_in', 'self'])
    expect([p, await may(p)]).toEqual([p, (scopeGrants[scope] as readonly string[]).includes(p)]);
  await s.found(uuidFrom('other company'), 'outra@example.com');
  for (const p of permissions) expect([p, await may(p, uuidFrom('other company'))]).toEqual([p, false]);
  await s.done('RevokeApiKey', { apiKeyId }, { actor: owner });
  for (const p of permissions) expect([p, await may(p)]).toEqual([p, false]);
});
it('who is only invited, or removed, may nothing', async () => {
  const s = memoryService();
  const owner = await s.found();
  const { userId } = await s.done('InviteUser', { email: 'ana@example.com', role: 'admin' }, { actor: owner });
  const ana: Actor = { kind: 'user', id: userId! };
  const rename = () => s.send('CreateContact', { name: 'X', phone: '+5511987654321' }, { actor: ana });
  expect(await rename()).toMatchObject(refused);
  const memberId = uuidFrom(COMPANY, 'member', userId!);
  await s.done('JoinCompany', { memberId, userId });
  expect(await rename()).toMatchObject({ ok: true });
  await s.done('RemoveMember', { memberId, userId }, { actor: owner });
  expect(await rename()).toMatchObject(refused);
});
it('one person founds so many companies, also when all are asked for at once', async () => {
  const s = memoryService();
  const owner = await s.found();
  const found = (n: number) =>
    s.send(
      'FoundCompany',
      { companyId: uuidFrom('mine', String(n)), name: 'Filial' },
      { tenant: uuidFrom('mine', String(n)), actor: owner },
    );
  const answers = await Promise.all(Array.from({ length: COMPANIES_MAX + 5 }, (_, n) => found(n)));
  expect(answers.filter((x) => x.ok)).toHaveLength(COMPANIES_MAX);
  expect(answers.find((x) => !x.ok)).toMatchObject({ ok: false, refusal: { code: 'too_many_companies' } });
  expect((await s.raw()).filter((e) => e.type === 'CompanyCreated')).toHaveLength(1 + COMPANIES_MAX);
});
it('a suspended company stands still for people and keys, not for what comes in', async () => {
  const s = memoryService();
  const owner = await s.found();
  const channelId = await s.channel();
  await s.done('SuspendCompany', { companyId: COMPANY, suspended: true });
  expect(await s.send('RequestTemplates', { channelId }, { actor: owner })).toMatchObject(refused);
  expect(await s.send('ReceiveDelivery', { deliveryId: uuidFrom('d'), channelId, size: 1, sha256: 'ab'.repeat(32) })).toMatchObject({
    ok: true,
  });
  await s.done('SuspendCompany', { companyId: COMPANY, suspended: false });
  expect(await s.send('RequestTemplates', { channelId }, { actor: owner })).toMatchObject({ ok: true });
});
it('everybody changes their own account only', async () => {
  const s = memoryService();
  const owner = await s.found();
  const ana = await s.person('ana@example.com', 'agent');
  const rename = (userId: string, tenant = INSTALLATION) => s.send('RenameUser', { userId, name: 'X' }, { actor: ana, tenant });
  expect(await rename(ana.id)).toMatchObject({ ok: true });
  expect(await rename(owner.id)).toMatchObject(refused);
  expect(await rename(ana.id, COMPANY)).toMatchObject(refused);
});
it('a process that was granted reaches what its sender could not', async () => {
  const s = memoryService();
  const owner = await s.found();
  const answer = await s.send(
    'RegisterUser',
    { userId: uuidFrom('u'), email: 'x@example.com', name: 'X' },
    { actor: owner, tenant: INSTALLATION },
  );
  expect(answer).toMatchObject(refused);
  // A sender cannot grant itself anything.
  expect(
    await s.send('RegisterUser', { userId: uuidFrom('u'), email: 'x@example.com', name: 'X' }, {
      actor: owner,
      tenant: INSTALLATION,
      granted: true,
    } as never),
  ).toMatchObject(refused);
  expect(await s.send('InviteUser', { email: 'x@example.com', role: 'agent' }, { actor: owner })).toMatchObject({ ok: true });
});

describe('people', () => {
  it('an address in any spelling is one person', async () => {
    const s = memoryService();
    const owner = await s.found(COMPANY, 'Dona@Example.com');
    const { userId } = await s.done(
      'InviteUser',
      { email: ' dona@example.COM ', role: 'agent' },
      { tenant: uuidFrom('other'), actor: { kind: 'installation', id: 'x' } },
    );
    expect(userId).toBe(owner.id);
    expect((await s.raw()).filter((e) => e.type === 'UserRegistered')).toHaveLength(1);
    expect(await s.send('InviteUser', { email: 'no address', role: 'agent' }, { actor: owner })).toEqual({
      ok: false,
      refusal: { code: 'email_invalid', field: 'email' },
    });
  });
  it('an invitation tells its link once, and the link works once', async () => {
    const s = memoryService();
    const owner = await s.found();
    const invite = () => s.send('InviteUser', { email: 'ana@example.com', role: 'agent' }, { actor: owner, id: uuidFrom('invite') });
    const first = await invite();
    const { token } = (first.ok ? first.result : {}) as { token: string };
    expect(await invite()).toMatchObject({ ok: true, repeated: true, result: { token: null } });
    const [linkId, secret] = token.split('.') as [string, string];
    const { createHash } = await import('node:crypto');
    const use = () => s.send('UseLink', { linkId, hash: createHash('sha256').update(secret).digest('hex') }, { tenant: INSTALLATION });
    expect(await use()).toMatchObject({ ok: true, result: { companyId: COMPANY, purpose: 'invite' } });
    expect(await use()).toMatchObject({ ok: false, refusal: { code: 'link_used' } });
    s.clock.advance(8 * 86_400_000);
    expect(JSON.stringify(await s.raw())).not.toContain(secret);
  });
  it('who has joined is not invited again, and a repeated invitation still answers', async () => {
    const s = memoryService();
    const owner = await s.found();
    const invite = (id: string, role = 'agent', actor: Actor = owner) =>
      s.send('InviteUser', { email: 'Ana@example.com', role }, { actor, id: uuidFrom(id) });
    const already = { ok: false, refusal: { code: 'already_member', field: 'email' } };
    const first = await invite('first');
    // Not joined yet: a new link, and the role of the new invitation.
    const second = await invite('second', 'supervisor');
    expect(second).toMatchObject({ ok: true, repeated: false, result: { token: expect.any(String) as string } });
    const { userId } = (first.ok ? first.result : {}) as { userId: string };
    const memberId = uuidFrom(COMPANY, 'member', userId);
    await s.done('JoinCompany', { memberId, userId });
    expect(await s.facts.one(COMPANY, 'member', userId)).toMatchObject({ role: 'supervisor', state: 'active' });
    const before = (await s.raw()).length;
    expect(await invite('third')).toEqual(already);
    for (const [id, role] of [
      ['first', 'agent'],
      ['second', 'supervisor'],
    ] as const)
      expect(await invite(id, role)).toMatchObject({ ok: true, result: { userId, token: null } });
    expect((await s.raw()).length).toBe(before);
    await s.done('RemoveMember', { memberId, userId }, { actor: owner });
    expect(await invite('fourth')).toMatchObject({ ok: true, repeated: false });
  });
  it('nobody is added without an invitation by a person or a key', async () => {
    const s = memoryService();
    const owner = await s.found();
    const userId = uuidFrom('nobody');
    const add = (actor: Actor) => s.send('AddMember', { memberId: uuidFrom(COMPANY, 'member', userId), userId, role: 'agent' }, { actor });
    expect(await add(owner)).toMatchObject(refused);
    expect(await add({ kind: 'installation', id: 'test' })).toMatchObject({ ok: true });
  });
  it('a password is changed with the one that is set; without one, or by the installation, with none', async () => {
    const s = memoryService();
    const ana = await s.found();
    const set = (newPassword: string, currentPassword?: string, actor: Actor = ana) =>
      s.send(
        'SetPassword',
        { userId: ana.id, newPassword, ...(currentPassword !== undefined && { currentPassword }) },
        { actor, tenant: INSTALLATION },
      );
    const wrong = { ok: false, refusal: { code: 'password_wrong', field: 'currentPassword' } };
    expect(await set('senha numero um')).toMatchObject({ ok: true });
    expect(await set('senha numero dois')).toEqual(wrong);
    expect(await set('senha numero dois', 'errada')).toEqual(wrong);
    expect(await set('senha numero dois', 'senha numero um')).toMatchObject({ ok: true });
    expect(await set('senha numero tres', 'senha numero um')).toEqual(wrong);
    expect(await set('senha numero tres', undefined, { kind: 'installation', id: 'recovery' })).toMatchObject({ ok: true });
    // A version that was stored and then not recorded is nobody's password.
    await s.secrets.put(INSTALLATION, `password:${ana.id}`, 'hash of a crash');
    expect(await set('senha numero quatro', 'senha numero tres')).toMatchObject({ ok: true });
  });
});
it('only owners make owners, or touch those that are', async () => {
  const s = memoryService();
  const owner = await s.found();
  const admin = await s.person('admin@example.com', 'admin');
  const ana = await s.person('ana@example.com', 'agent');
  const change = (userId: string, role: string, actor: Actor) =>
    s.send('ChangeMemberRole', { memberId: uuidFrom(COMPANY, 'member', userId), userId, role }, { actor });
  expect(await change(admin.id, 'owner', admin)).toMatchObject(refused);
  expect(await change(owner.id, 'agent', admin)).toMatchObject(refused);
  expect(await s.send('InviteUser', { email: 'new@example.com', role: 'owner' }, { actor: admin })).toMatchObject(refused);
  expect(
    await s.send('RemoveMember', { memberId: uuidFrom(COMPANY, 'member', owner.id), userId: owner.id }, { actor: admin }),
  ).toMatchObject(refused);
  // Renewing an invitation tells its link.
  const invite = (role: string, actor: Actor) => s.send('InviteUser', { email: 'partner@example.com', role }, { actor });
  expect(await invite('owner', owner)).toMatchObject({ ok: true });
  expect(await invite('agent', admin)).toMatchObject(refused);
  expect(await invite('agent', owner)).toMatchObject({ ok: true });
  expect(await invite('agent', admin)).toMatchObject({ ok: true });
  expect(await change(ana.id, 'supervisor', admin)).toMatchObject({ ok: true });
  expect(await change(ana.id, 'owner', owner)).toMatchObject({ ok: true });
});
