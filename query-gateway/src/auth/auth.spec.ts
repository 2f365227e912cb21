import { refusalText } from '@master-ia/schemas/refusals.ts';
import { embeddedEngine } from '@master-ia/platform/testing/embedded.ts';
import { putCompany, putKey, putMember, putPerson, type TestCompany } from '../testing/company.ts';
import { openTestGateway, type Answered, type TestGateway } from '../testing/gateway.ts';
import { putFact } from '../testing/read-models.ts';

const PASSWORD = 'a good long password';
let g: TestGateway;
let a: TestCompany;
let person = '';
let n = 0;

beforeAll(async () => {
  g = await openTestGateway(embeddedEngine);
  a = await putCompany(g.db, 'a');
}, 60_000);
afterAll(() => g?.close());
/** A person of their own for each test: throttles and sessions do not mix. */
beforeEach(async () => {
  person = `person${String(++n)}`;
});
const known = async (role: 'owner' | 'agent' = 'agent'): Promise<{ readonly userId: string; readonly email: string }> => {
  const userId = await putPerson(g.db, person);
  const email = `${person}@example.com`;
  await putMember(g.db, a.tenant, userId, role);
  await g.claimEmail(email, userId);
  await g.setPassword(userId, PASSWORD);
  return { userId, email };
};
const signIn = (email: string, password: string, from = `10.0.0.${String(n)}`): Promise<Answered> =>
  g.ask('/auth/sign-in', { body: { email, password }, headers: { 'x-forwarded-for': from } });
const cookieOf = (answer: Answered): string => answer.headers.get('set-cookie')?.split(';')[0] ?? '';
const signedIn = async (cookie: string): Promise<unknown> => (await g.ask('/auth/session', { headers: { cookie } })).json['signedIn'];
const me = (headers: Readonly<Record<string, string>>): Promise<Answered> => g.graph('{ me { company { id } role } }', { headers });

describe('signing in', () => {
  it('answers with a cookie that scripts cannot read, for thirty days', async () => {
    const { email } = await known();
    const answer = await signIn(` ${email.toUpperCase()} `, PASSWORD);
    expect(answer.status).toBe(204);
    expect(answer.headers.get('set-cookie')).toMatch(/^mia_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=2592000$/);
    expect(await signedIn(cookieOf(answer))).toBe(true);
    expect((await me({ cookie: cookieOf(answer) })).json).toEqual({ data: { me: { company: { id: a.tenant }, role: 'AGENT' } } });
    // Only the hash of the secret is kept.
    const { rows } = await g.db.query<{ hash: string }>('select hash from work.session');
    expect(rows.some((r) => cookieOf(answer).includes(r.hash))).toBe(false);
  });

  it('answers an unknown address, a wrong password and an account without one in the same words, with one hash each', async () => {
    const { email } = await known();
    const bare = await putPerson(g.db, `${person}-bare`);
    await g.claimEmail('bare@example.com', bare);
    const answers: Answered[] = [];
    for (const [address, password] of [
      [email, 'a wrong long password'],
      ['nobody@example.com', PASSWORD],
      ['bare@example.com', PASSWORD],
    ] as const) {
      const before = g.hashes.all;
      answers.push(await signIn(address, password));
      expect(g.hashes.all - before).toBe(1);
    }
    for (const x of answers) {
      expect(x.status).toBe(401);
      expect(x.json).toMatchObject({ code: 'wrong_credentials', status: 401 });
      expect(x.text).toBe(answers[0]?.text);
      expect(x.headers.get('set-cookie')).toBeNull();
    }
  });

  it('stops guessing after five tries from one address, tells when to come back, and forgets failures at a success', async () => {
    const { email } = await known();
    for (let i = 0; i < 4; i++) expect((await signIn(email, 'guess')).status).toBe(401);
    expect((await signIn(email, PASSWORD)).status).toBe(204);
    for (let i = 0; i < 5; i++) expect((await signIn(email, 'guess')).status).toBe(401);
    const hashes = g.hashes.all;
    const refused = await signIn(email, PASSWORD);
    expect(refused.status).toBe(429);
    expect(refused.json['code']).toBe('too_many_attempts');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60);
    expect(g.hashes.all).toBe(hashes);
    // Somebody else, from elsewhere, is not kept out.
    expect((await signIn(email, PASSWORD, '10.9.9.9')).status).toBe(204);
  });

  it('bounds what many addresses together can try on one account', async () => {
    const { email } = await known();
    const before = g.hashes.all;
    const answers = await Promise.all(Array.from({ length: 120 }, (_, i) => signIn(email, 'guess', `10.1.${String(i)}.1`)));
    expect(answers.filter((x) => x.status === 429).length).toBeGreaterThanOrEqual(60);
    expect(g.hashes.all - before).toBeLessThanOrEqual(60);
  });

  it('bounds what one address can try on many accounts, and hashes four at a time', async () => {
    g.hashes.most = 0;
    const answers = await Promise.all(Array.from({ length: 150 }, (_, i) => signIn(`guess${String(i)}@example.com`, 'guess', '10.2.2.2')));
    expect(answers.filter((x) => x.status === 401).length).toBeLessThanOrEqual(100);
    expect(answers.every((x) => x.status === 401 || x.status === 429)).toBe(true);
    expect(g.hashes.most).toBeLessThanOrEqual(4);
  });

  it('gives a new session each time and ends the one before', async () => {
    const { email } = await known();
    const first = cookieOf(await signIn(email, PASSWORD));
    const second = cookieOf(
      await g.ask('/auth/sign-in', { body: { email, password: PASSWORD }, headers: { cookie: first, 'x-forwarded-for': '10.0.0.200' } }),
    );
    expect(second).not.toBe(first);
    expect(await signedIn(first)).toBe(false);
    expect(await signedIn(second)).toBe(true);
  });

  it('has no place for who is in no company', async () => {
    const userId = await putPerson(g.db, person);
    await g.claimEmail(`${person}@example.com`, userId);
    await g.setPassword(userId, PASSWORD);
    expect(await signIn(`${person}@example.com`, PASSWORD)).toMatchObject({ status: 403, json: { code: 'forbidden' } });
  });
});

describe('a password that was changed', () => {
  const NEW = 'a new good password';
  const change = (cookie: string, currentPassword = PASSWORD, from = `10.3.0.${String(n)}`): Promise<Answered> =>
    g.graph('mutation ($i: ChangePasswordInput!) { changePassword(input: $i) { refusal { code message field } } }', {
      variables: { i: { currentPassword, newPassword: NEW } },
      headers: { cookie, 'x-forwarded-for': from },
    });

  it('is asked for its old one no more often than at sign-in', async () => {
    const { userId, email } = await known();
    const cookie = await g.session(userId, a.tenant);
    const from = `10.4.0.${String(n)}`;
    for (let i = 0; i < 5; i++) expect((await change(cookie, 'a guess', from)).text).toContain('"code":"password_wrong"');
    const { all } = g.hashes;
    const sent = g.sent.length;
    // Also the right one, now.
    const refused = await change(cookie, PASSWORD, from);
    expect(refused.json).toEqual({
      data: {
        changePassword: {
          refusal: { code: 'too_many_attempts', message: refusalText('too_many_attempts', 'pt-BR'), field: 'currentPassword' },
        },
      },
    });
    expect([g.hashes.all, g.sent.length]).toEqual([all, sent]);
    expect((await signIn(email, PASSWORD)).status).toBe(204);
  });

  it('is checked four at a time, however many ask', async () => {
    const { userId } = await known();
    const cookies = await Promise.all(Array.from({ length: 30 }, () => g.session(userId, a.tenant)));
    g.hashes.most = 0;
    const answers = await Promise.all(cookies.map((cookie, i) => change(cookie, 'a guess', `10.5.${String(n)}.${String(i)}`)));
    for (const x of answers) expect(x.text).toContain('"code":"password_wrong"');
    expect(g.hashes.most).toBe(4);
  });

  it('ends every other session of its person, in every company, and not the one that asked', async () => {
    const { userId } = await known();
    const b = await putCompany(g.db, `b-${person}`);
    await putMember(g.db, b.tenant, userId, 'agent');
    const somebody = await g.session(a.owner, a.tenant);
    const asking = await g.session(userId, a.tenant);
    const others = [await g.session(userId, a.tenant), await g.session(userId, b.tenant)];
    // Known to the cache.
    for (const cookie of [...others, asking, somebody]) expect(await signedIn(cookie)).toBe(true);
    expect((await change(asking)).json).toEqual({ data: { changePassword: { refusal: null } } });
    for (const cookie of others) expect(await signedIn(cookie)).toBe(false);
    for (const cookie of [asking, somebody]) expect(await signedIn(cookie)).toBe(true);
  });

  it('and was refused ends none', async () => {
    const { userId } = await known();
    const [asking, other] = [await g.session(userId, a.tenant), await g.session(userId, a.tenant)];
    const answer = await change(asking, 'another one');
    expect(answer.json).toMatchObject({ data: { changePassword: { refusal: { code: 'password_wrong' } } } });
    for (const cookie of [asking, other]) expect(await signedIn(cookie)).toBe(true);
  });

  it('counts as soon as the change is answered, though what is known of it comes a little later', async () => {
    const { userId, email } = await known();
    const cookie = await g.session(userId, a.tenant);
    g.at.answer = async (c) => {
      if (c.name !== 'SetPassword') return undefined;
      const version = await g.storePassword(userId, NEW);
      setTimeout(() => void g.passwordFact(userId, version), 60);
      return g.done(c);
    };
    await change(cookie);
    g.at.answer = () => undefined;
    expect((await signIn(email, PASSWORD)).status).toBe(401);
    expect((await signIn(email, NEW)).status).toBe(204);
  });

  it('and whose change was not recorded is nobody’s', async () => {
    const { userId, email } = await known();
    await g.storePassword(userId, NEW);
    expect((await signIn(email, NEW)).status).toBe(401);
    expect((await signIn(email, PASSWORD)).status).toBe(204);
  });

  it('while somebody signs in with the old one lets them in no more', async () => {
    const { userId, email } = await known();
    let during = async (): Promise<void> => undefined;
    const slow = await openTestGateway(g.db, {
      ports: {
        secrets: g.secrets,
        vault: g.vault,
        passwords: {
          hash: async (p) => `hash:${p}`,
          check: async (p, hash) => {
            await during();
            return hash === `hash:${p}`;
          },
        },
      },
    });
    const asking = await g.session(userId, a.tenant);
    during = async () => void (await change(asking));
    const answer = await slow.ask('/auth/sign-in', { body: { email, password: PASSWORD } });
    await slow.close();
    expect(answer).toMatchObject({ status: 401, json: { code: 'wrong_credentials' } });
    expect(answer.headers.get('set-cookie')).toBeNull();
    const { rows } = await g.db.query('select 1 from work.session where user_id = $1', [userId]);
    expect(rows).toHaveLength(1);
  });
});

describe('sessions and keys', () => {
  it.each([
    ['none', {}],
    ['a forged cookie', { cookie: `mia_session=${'A'.repeat(43)}` }],
    ['a malformed cookie', { cookie: 'mia_session=short' }],
    ['another cookie', { cookie: `session=${'A'.repeat(43)}` }],
    ['a forged key', { authorization: `Bearer mia_${'A'.repeat(43)}` }],
    ['a malformed key', { authorization: 'Bearer sk-1' }],
    ['another scheme', { authorization: 'Basic bWlhOm1pYQ==' }],
  ] as const)('lets nobody in by %s', async (_, headers) => {
    expect(await me(headers)).toMatchObject({ status: 401, json: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] } });
    expect((await g.ask('/v1/commands/SendMessage', { body: {}, headers })).status).toBe(401);
    expect((await g.ask(`/media/${a.messageId}`, { headers })).status).toBe(401);
  });

  it('does not fall back to a cookie when a key is wrong', async () => {
    const { userId } = await known();
    const cookie = await g.session(userId, a.tenant);
    expect((await me({ cookie })).status).toBe(200);
    expect((await me({ cookie, authorization: `Bearer mia_${'B'.repeat(43)}` })).status).toBe(401);
  });

  it('ends a session at once when its person signs out', async () => {
    const { userId } = await known();
    const cookie = await g.session(userId, a.tenant);
    expect(await signedIn(cookie)).toBe(true);
    const out = await g.ask('/auth/sign-out', { method: 'POST', headers: { cookie } });
    expect(out.status).toBe(204);
    expect(out.headers.get('set-cookie')).toContain('Max-Age=0');
    expect(await signedIn(cookie)).toBe(false);
    expect((await me({ cookie })).status).toBe(401);
  });

  it('ends when its time is over', async () => {
    const { userId } = await known();
    const cookie = await g.session(userId, a.tenant, 1);
    expect(await signedIn(cookie)).toBe(true);
    g.clock.advance(86_400_001);
    expect(await signedIn(cookie)).toBe(false);
  });

  it('ends within a second when the person is removed, or the company suspended', async () => {
    const { userId } = await known();
    const cookie = await g.session(userId, a.tenant);
    expect(await signedIn(cookie)).toBe(true);
    await putMember(g.db, a.tenant, userId, 'agent', 'removed');
    g.clock.advance(1001);
    expect(await signedIn(cookie)).toBe(false);
    await putMember(g.db, a.tenant, userId, 'agent');
    await putFact(g.db, a.tenant, 'company', 'self', { suspended: true, hidden: false, demo: false });
    g.clock.advance(1001);
    expect(await signedIn(cookie)).toBe(false);
    expect((await me({ authorization: `Bearer ${a.key}` })).status).toBe(401);
    await putFact(g.db, a.tenant, 'company', 'self', { suspended: false, hidden: false, demo: false });
    g.clock.advance(1001);
    expect(await signedIn(cookie)).toBe(true);
  });

  it('takes a role that was changed within a second', async () => {
    const { userId } = await known('agent');
    const cookie = await g.session(userId, a.tenant);
    expect((await me({ cookie })).text).toContain('AGENT');
    await putMember(g.db, a.tenant, userId, 'analyst');
    g.clock.advance(1001);
    expect((await me({ cookie })).text).toContain('ANALYST');
  });

  it('refuses a key within a second of its revocation', async () => {
    const { key, hash } = await putKey(g.db, a.tenant, person, ['read']);
    expect((await me({ authorization: `Bearer ${key}` })).json).toEqual({ data: { me: { company: { id: a.tenant }, role: null } } });
    await g.db.query("delete from work.fact where fact = 'api_key' and key = $1", [hash]);
    g.clock.advance(1001);
    expect((await me({ authorization: `Bearer ${key}` })).status).toBe(401);
  });
});

describe('one-use links', () => {
  const post = (path: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Answered> =>
    g.ask(`/auth/${path}`, { body, headers });

  it('tells whom a link is for without using it up, and opens once', async () => {
    const { userId } = await known();
    const token = await g.link(userId, a.tenant, 'enter');
    for (let i = 0; i < 2; i++)
      expect((await post('link', { token })).json).toEqual({
        purpose: 'enter',
        email: `${person}@example.com`,
        name: person,
        company: expect.stringContaining(a.canary) as string,
        hasPassword: true,
        inUse: true,
      });
    const answer = await post('enter', { token });
    expect(answer.status).toBe(204);
    expect(await signedIn(cookieOf(answer))).toBe(true);
    expect(await post('enter', { token })).toMatchObject({ status: 410, json: { code: 'link_used' } });
    expect(await post('link', { token })).toMatchObject({ status: 410, json: { code: 'link_used' } });
  });

  it('opens for one of many who come at once', async () => {
    const { userId } = await known();
    const token = await g.link(userId, a.tenant, 'enter');
    const answers = await Promise.all(Array.from({ length: 8 }, () => post('enter', { token })));
    expect(answers.filter((x) => x.status === 204)).toHaveLength(1);
    expect(answers.filter((x) => x.json['code'] === 'link_used')).toHaveLength(7);
  });

  it('knows no forged, malformed, expired or other link', async () => {
    const { userId } = await known();
    const token = await g.link(userId, a.tenant, 'enter');
    const forged = `${token.split('.')[0] ?? ''}.${'A'.repeat(43)}`;
    for (const t of [forged, 'x', `${token}x`, `../${token}`])
      expect((await post('enter', { token: t })).json['code']).toBe('link_unknown');
    // An entry link sets no password.
    expect((await post('recover', { token, password: PASSWORD })).json['code']).toBe('link_unknown');
    const old = await g.link(userId, a.tenant, 'enter', -1);
    expect((await post('enter', { token: old })).json['code']).toBe('link_expired');
    expect(g.sent.filter((c) => c.name === 'UseLink' && JSON.stringify(c.data).includes(old.slice(0, 36)))).toHaveLength(0);
  });

  it('sets a password by a recovery link and ends the sessions there were', async () => {
    const { userId, email } = await known();
    const cookie = await g.session(userId, a.tenant);
    const token = await g.link(userId, null, 'recover');
    expect(await post('recover', { token, password: 'short' })).toMatchObject({ status: 422, json: { code: 'password_too_short' } });
    const answer = await post('recover', { token, password: 'another good password' });
    expect(answer.status).toBe(204);
    expect(await signedIn(cookieOf(answer))).toBe(true);
    expect(await signedIn(cookie)).toBe(false);
    expect((await signIn(email, PASSWORD)).status).toBe(401);
    expect((await signIn(email, 'another good password')).status).toBe(204);
    const { rows } = await g.db.query('select 1 from work.session where user_id = $1', [userId]);
    expect(rows).toHaveLength(2);
  });

  it('takes a new person in by an invitation', async () => {
    const userId = await putPerson(g.db, person);
    await putMember(g.db, a.tenant, userId, 'agent', 'invited');
    const token = await g.link(userId, a.tenant, 'invite');
    expect((await post('invite', { token, name: 'Nova', password: 'short' })).json['code']).toBe('password_too_short');
    const answer = await post('invite', { token, name: 'Nova', password: PASSWORD });
    expect(answer.status).toBe(204);
    expect(await signedIn(cookieOf(answer))).toBe(true);
    expect(g.sent.slice(-4).map((c) => [c.name, c.actor])).toEqual([
      ['UseLink', g.by],
      // As the person: the installation's word would replace a password that is there.
      ['SetPassword', { kind: 'user', id: userId }],
      ['RenameUser', g.by],
      ['JoinCompany', g.by],
    ]);
  });

  it('sets no password over one that another invitation set meanwhile', async () => {
    const userId = await putPerson(g.db, person);
    await putMember(g.db, a.tenant, userId, 'agent', 'invited');
    const token = await g.link(userId, a.tenant, 'invite');
    // What the command-service answers who asks in the person's name without the password that there is.
    g.at.answer = (c) =>
      c.name === 'SetPassword' && c.actor.kind === 'user'
        ? { ok: false, refusal: { code: 'password_wrong', field: 'currentPassword' } }
        : undefined;
    const answer = await post('invite', { token, password: PASSWORD });
    g.at.answer = () => undefined;
    expect(answer).toMatchObject({ status: 401, json: { code: 'wrong_credentials' } });
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(g.sent.at(-1)?.name).toBe('SetPassword');
  });

  it('takes in again who was removed from everywhere and never had a password', async () => {
    const userId = await putPerson(g.db, person);
    const b = await putCompany(g.db, `b-${person}`);
    await putMember(g.db, b.tenant, userId, 'agent', 'removed');
    await putMember(g.db, a.tenant, userId, 'agent', 'invited');
    const token = await g.link(userId, a.tenant, 'invite');
    expect((await post('invite', { token, password: PASSWORD })).status).toBe(204);
  });

  it('does not give an account that is used already to who has invited it', async () => {
    const { userId } = await known();
    const b = await putCompany(g.db, `b-${person}`);
    await putMember(g.db, b.tenant, userId, 'agent', 'invited');
    const token = await g.link(userId, b.tenant, 'invite');
    expect(await post('invite', { token, name: 'Mine', password: 'chosen by the inviter' })).toMatchObject({
      status: 401,
      json: { code: 'wrong_credentials' },
    });
    expect(await g.secrets.get('00000000-0000-4000-8000-000000000000', `password:${userId}`)).toBe(`hash:${PASSWORD}`);
    // The person themselves: by their password, which stays.
    const answer = await post('invite', { token, name: 'Mine', password: PASSWORD });
    expect(answer.status).toBe(204);
    expect((await me({ cookie: cookieOf(answer) })).text).toContain(b.tenant);
    expect(g.sent.slice(-2).map((c) => c.name)).toEqual(['UseLink', 'JoinCompany']);
  });

  it('tells who has invited somebody neither their name nor whether they have a password', async () => {
    const b = await putCompany(g.db, `b-${person}`);
    const { userId } = await known();
    const fresh = await putPerson(g.db, `${person}-fresh`);
    for (const id of [userId, fresh]) await putMember(g.db, b.tenant, id, 'agent', 'invited');
    const told = async (id: string, headers: Readonly<Record<string, string>> = {}) =>
      (await post('link', { token: await g.link(id, b.tenant, 'invite') }, headers)).json;
    const company = expect.stringContaining(b.canary) as string;
    expect(await told(userId)).toEqual({ purpose: 'invite', email: `${person}@example.com`, company });
    expect(await told(fresh)).toEqual({ purpose: 'invite', email: `${person}-fresh@example.com`, company });
    expect(await told(userId, { cookie: await g.session(b.owner, b.tenant) })).toEqual({
      purpose: 'invite',
      email: `${person}@example.com`,
      company,
    });
    // The person themselves.
    expect(await told(userId, { cookie: await g.session(userId, a.tenant) })).toMatchObject({
      name: person,
      hasPassword: true,
      inUse: true,
    });
    const users = async (): Promise<unknown> =>
      (
        (await g.graph('{ users { name email state } }', { headers: { cookie: await g.session(b.owner, b.tenant) } })).json['data'] as {
          users: { email: string }[];
        }
      ).users.find((u) => u.email === `${person}@example.com`);
    expect(await users()).toEqual({ name: '', email: `${person}@example.com`, state: 'INVITED' });
    await putMember(g.db, b.tenant, userId, 'agent');
    expect(await users()).toEqual({ name: person, email: `${person}@example.com`, state: 'ACTIVE' });
  });

  it('asks who came in without a password to be signed in', async () => {
    const userId = await putPerson(g.db, person);
    await putMember(g.db, a.tenant, userId, 'owner');
    const b = await putCompany(g.db, `b-${person}`);
    await putMember(g.db, b.tenant, userId, 'agent', 'invited');
    const token = await g.link(userId, b.tenant, 'invite');
    const before = g.sent.length;
    // Neither the link alone nor somebody else's session opens it, and neither uses it up.
    const somebody = await g.session(b.owner, b.tenant);
    for (const headers of [{}, { cookie: somebody }]) {
      const answer = await post('invite', { token, password: 'chosen by the inviter' }, headers);
      expect(answer).toMatchObject({ status: 401, json: { code: 'sign_in_first' } });
      expect(answer.json['detail']).toContain('Entre nela neste navegador');
    }
    expect(g.sent.length).toBe(before);
    const cookie = await g.session(userId, a.tenant);
    expect((await post('invite', { token }, { cookie })).status).toBe(204);
    expect(g.sent.slice(before).map((c) => c.name)).toEqual(['UseLink', 'JoinCompany']);
  });
});
