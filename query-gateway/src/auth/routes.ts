import { Router, type Request, type Response } from 'express';
import { INSTALLATION } from '@master-ia/schemas/contract.ts';
import { NAME_MAX } from '@master-ia/schemas/names.ts';
import type { Ids } from '@master-ia/platform/ports/clock.ts';
import type { Commands } from '@master-ia/platform/ports/commands.ts';
import type { Database } from '@master-ia/platform/ports/sql.ts';
import { clientAddress } from '../http/client-address.ts';
import { jsonBody } from '../http/json-body.ts';
import type { OriginCheck } from '../http/origin.ts';
import { HttpProblem, refusalProblem } from '../http/problem.ts';
import type { RequestRate } from '../http/request-rate.ts';
import type { SessionCookie } from './cookie.ts';
import { GATEWAY, type OneUseLinks, type OpenLink } from './links.ts';
import type { PasswordChange } from './password-change.ts';
import { PASSWORD_MAX, PASSWORD_MIN, type PasswordCheck } from './passwords.ts';
import type { Sessions } from './sessions.ts';

const BODY_BYTES = 16 * 1024;
const EMAIL_MAX = 320;

export type AuthPorts = {
  readonly db: Database;
  readonly commands: Commands;
  readonly ids: Ids;
  readonly sessions: Sessions;
  readonly cookie: SessionCookie;
  readonly passwords: PasswordCheck;
  readonly changePassword: PasswordChange;
  readonly links: OneUseLinks;
  readonly isOurs: OriginCheck;
  readonly rate: RequestRate;
};

const field = (req: Request, name: string, max: number, o: { readonly optional?: boolean } = {}): string => {
  const value: unknown = (req.body as Record<string, unknown> | undefined)?.[name];
  if (value === undefined && o.optional) return '';
  if (typeof value !== 'string' || value.length > max || (!o.optional && value === ''))
    throw new HttpProblem(400, 'invalid', { field: name });
  return value;
};
const newPassword = (req: Request): string => {
  const password = field(req, 'password', PASSWORD_MAX);
  if (password.length < PASSWORD_MIN) throw new HttpProblem(422, 'password_too_short', { field: 'password' });
  return password;
};

/** Signing in and out, and what one-use links open. Answers 204, or a problem with a stable code. */
export const authRoutes = (ports: AuthPorts): Router => {
  const { sessions, cookie, passwords, links, commands, ids } = ports;
  const send = async (name: string, tenant: string, data: unknown): Promise<void> => {
    const answer = await commands.send({ name, id: ids.random(), tenant, data, actor: GATEWAY });
    if (!answer.ok) throw refusalProblem(answer.refusal);
  };
  const recoverPassword = (userId: string, newPassword: string): Promise<void> =>
    ports.changePassword(userId, null, async () => {
      await send('SetPassword', INSTALLATION, { userId, newPassword });
      return true;
    });
  /** In the person's own name and without the old one: refused when there is one by now, whatever was known of it a moment ago. */
  const firstPassword = (userId: string, newPassword: string): Promise<void> =>
    ports.changePassword(userId, null, async () => {
      const actor = { kind: 'user', id: userId } as const;
      const answer = await commands.send({
        name: 'SetPassword',
        id: ids.random(),
        tenant: INSTALLATION,
        data: { userId, newPassword },
        actor,
      });
      if (!answer.ok)
        throw answer.refusal.code === 'password_wrong' ? new HttpProblem(401, 'wrong_credentials') : refusalProblem(answer.refusal);
      return true;
    });
  /** A new secret every time: nobody can have prepared the session that a person signs in to. `version`: of the password that opened it. */
  const begin = async (req: Request, res: Response, userId: string, companyId: string | null, version?: number | null): Promise<void> => {
    const company = companyId ?? (await sessions.companyOf(userId));
    const secret = company === null ? null : await sessions.start(userId, company);
    if (secret === null) throw new HttpProblem(403, 'forbidden');
    // Changed since it was found right: the sessions there were have been ended, and this one was not among them yet.
    if (version !== undefined && (await passwords.versionOf(userId)) !== version) {
      await sessions.end(secret);
      throw new HttpProblem(401, 'wrong_credentials');
    }
    const before = cookie.read(req);
    if (before !== null) await sessions.end(before);
    cookie.set(res, secret);
    res.status(204).end();
  };
  const isSignedIn = async (req: Request, userId: string): Promise<boolean> => {
    const secret = cookie.read(req);
    return secret !== null && (await sessions.ofSecret(secret))?.userId === userId;
  };
  /**
   * Who opens an invitation has to be the person: a link shows it for an account that is as new as the invitation. An account that is used already
   * is not opened by a link that its inviter has seen too: by its own session or password only. Who is used to come in without a password is told to sign in first.
   */
  const provesPerson = async (req: Request, link: OpenLink): Promise<'new' | 'known'> => {
    if (await isSignedIn(req, link.userId)) return 'known';
    if (await passwords.hasPassword(link.userId)) {
      await passwords.ofUser(link.userId, field(req, 'password', PASSWORD_MAX), clientAddress(req));
      return 'known';
    }
    if (await sessions.isMemberAnywhere(link.userId)) throw new HttpProblem(401, 'sign_in_first');
    return 'new';
  };

  const router = Router();
  router.use((req, res, next) => {
    res.set('cache-control', 'no-store');
    if (req.method !== 'GET' && !ports.isOurs(req)) throw new HttpProblem(403, 'foreign_origin');
    ports.rate.stranger(clientAddress(req)).then(() => next(), next);
  });
  router.get('/session', async (req, res) => {
    const secret = cookie.read(req);
    res.json({ signedIn: secret !== null && (await sessions.ofSecret(secret)) !== null });
  });
  router.post('/sign-out', async (req, res) => {
    const secret = cookie.read(req);
    if (secret !== null) await sessions.end(secret);
    cookie.clear(res);
    res.status(204).end();
  });
  const body = jsonBody(BODY_BYTES);
  router.post('/sign-in', ...body, async (req, res) => {
    const { userId, version } = await passwords.byEmail(
      field(req, 'email', EMAIL_MAX),
      field(req, 'password', PASSWORD_MAX),
      clientAddress(req),
    );
    await begin(req, res, userId, null, version);
  });
  router.post('/link', ...body, async (req, res) => {
    const link = await links.look(field(req, 'token', 200));
    const { rows } = await ports.db.query<{ email: string | null; name: string | null; company: string | null }>(
      `select a.email, a.name, c.name as company from (select 1) one
       left join rm.account a on a.tenant_id = $1 and a.user_id = $2 left join rm.company c on c.tenant_id = $3 and c.company_id = $3`,
      [INSTALLATION, link.userId, link.companyId],
      { name: 'auth_link' },
    );
    const told = { purpose: link.purpose, email: rows[0]?.email ?? null, company: rows[0]?.company ?? null };
    // Its inviter has an invitation's link too, and knows the address; not whether somebody has an account elsewhere.
    if (link.purpose === 'invite' && !(await isSignedIn(req, link.userId))) return void res.json(told);
    const hasPassword = await passwords.hasPassword(link.userId);
    res.json({
      ...told,
      name: rows[0]?.name ?? null,
      hasPassword,
      inUse: hasPassword || (await sessions.isMemberAnywhere(link.userId)),
    });
  });
  router.post('/enter', ...body, async (req, res) => {
    const link = await links.look(field(req, 'token', 200), 'enter');
    await links.use(link);
    await begin(req, res, link.userId, link.companyId);
  });
  router.post('/recover', ...body, async (req, res) => {
    const password = newPassword(req);
    const link = await links.look(field(req, 'token', 200), 'recover');
    await links.use(link);
    await recoverPassword(link.userId, password);
    await begin(req, res, link.userId, link.companyId);
  });
  router.post('/invite', ...body, async (req, res) => {
    const link = await links.look(field(req, 'token', 200), 'invite');
    if (link.companyId === null) throw refusalProblem({ code: 'link_unknown' });
    const name = field(req, 'name', NAME_MAX, { optional: true }).trim();
    const person = await provesPerson(req, link);
    const password = person === 'new' ? newPassword(req) : null;
    await links.use(link);
    if (password !== null) {
      await firstPassword(link.userId, password);
      if (name !== '') await send('RenameUser', INSTALLATION, { userId: link.userId, name });
    }
    await send('JoinCompany', link.companyId, { memberId: ids.from(link.companyId, 'member', link.userId), userId: link.userId });
    await begin(req, res, link.userId, link.companyId);
  });
  return router;
};
