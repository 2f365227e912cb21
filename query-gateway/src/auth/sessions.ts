import { hash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { INSTALLATION } from '@master-ia/schemas/contract.ts';
import type { Role, Visibility } from '@master-ia/schemas/permissions.ts';
import type { Cache } from '@master-ia/platform/ports/cache.ts';
import type { Clock, Ids } from '@master-ia/platform/ports/clock.ts';
import type { Log } from '@master-ia/platform/ports/log.ts';
import type { Database } from '@master-ia/platform/ports/sql.ts';
import type { Locale } from '../graphql/context.ts';
import { SESSION_MS } from './cookie.ts';

/** A removal counts after this long at the latest. */
const KEPT_MS = 1000;
const SEEN_EVERY_MS = 300_000;
/** A membership that was just written is waited for. */
const MEMBER_WAIT_MS = 2000;
const MEMBER_LOOK_MS = 15;

/** A session that holds: the person is an active member of its company. */
export type LiveSession = {
  readonly hash: string;
  readonly userId: string;
  readonly companyId: string;
  readonly role: Role;
  readonly visibility: Visibility | null;
  readonly locale: Locale | null;
};
type SessionRow = {
  hash: string;
  user_id: string;
  company_id: string;
  seen_at: Date;
  expires_at: Date;
  member: { role: Role; visibility: Visibility | null; state: string } | null;
  company: { suspended: boolean } | null;
  locale: string | null;
};
const FIND = `select s.hash, s.user_id, s.company_id, s.seen_at, s.expires_at, m.value as member, c.value as company, a.locale
  from work.session s
  left join work.fact m on m.tenant = s.company_id and m.fact = 'member' and m.key = s.user_id::text
  left join work.fact c on c.tenant = s.company_id and c.fact = 'company' and c.key = 'self'
  left join rm.account a on a.tenant_id = '${INSTALLATION}' and a.user_id = s.user_id
  where s.hash = any($1::text[])`;

export const sha256 = (text: string): string => hash('sha256', text, 'hex');
const localeOf = (text: string | null): Locale | null => (text === 'pt-BR' || text === 'en' ? text : null);

/** Sessions in the database, by the SHA-256 of their secret: revocable at once, by themselves or with the membership they stand on. */
export const openSessions = (ports: {
  readonly db: Database;
  readonly cache: Cache;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}) => {
  const { db, cache, clock } = ports;
  const live = (r: SessionRow): LiveSession | null =>
    r.expires_at > clock.now() && r.member?.state === 'active' && r.company !== null && !r.company.suspended
      ? {
          hash: r.hash,
          userId: r.user_id,
          companyId: r.company_id,
          role: r.member.role,
          visibility: r.member.visibility,
          locale: localeOf(r.locale),
        }
      : null;
  const touch = (r: SessionRow): void => {
    if (clock.now().getTime() - r.seen_at.getTime() < SEEN_EVERY_MS) return;
    db.query('update work.session set seen_at = $2 where hash = $1', [r.hash, clock.now()], { name: 'session_seen', durable: false }).catch(
      (error: unknown) => ports.log.warn({ error }, 'a session could not be touched'),
    );
  };
  const find = async (hashes: readonly string[]): Promise<readonly LiveSession[]> => {
    const { rows } = await db.query<SessionRow>(FIND, [hashes], { name: 'sessions' });
    return rows.flatMap((r) => {
      const session = live(r);
      if (session) touch(r);
      return session ? [session] : [];
    });
  };
  const forget = (id: string): Promise<void> => cache.drop(`session:${id}`);
  const isMember = async (userId: string, companyId: string): Promise<boolean> => {
    const { rows } = await db.query<{ state: string }>(
      "select value ->> 'state' as state from work.fact where tenant = $1 and fact = 'member' and key = $2",
      [companyId, userId],
      { name: 'session_member' },
    );
    return rows[0]?.state === 'active';
  };
  /** Facts follow events by some milliseconds. */
  const memberThere = async (userId: string, companyId: string): Promise<boolean> => {
    for (let waited = 0; waited <= MEMBER_WAIT_MS; waited += MEMBER_LOOK_MS) {
      if (await isMember(userId, companyId)) return true;
      await pause(MEMBER_LOOK_MS);
    }
    return false;
  };

  return {
    /** Of the cookie's secret; null: forged, expired, revoked, or of somebody who is no longer a member. */
    ofSecret: (secret: string): Promise<LiveSession | null> => {
      const id = sha256(secret);
      return cache.get(`session:${id}`, KEPT_MS, async () => (await find([id]))[0] ?? null);
    },
    find,
    /** Starts a session and answers its secret; waits, bounded, until the membership is known. null: not a member. */
    start: async (userId: string, companyId: string): Promise<string | null> => {
      if (!(await memberThere(userId, companyId))) return null;
      const secret = ports.ids.secret(32);
      const now = clock.now();
      await db.query('delete from work.session where expires_at < $1', [now], { name: 'session_purge', durable: false });
      await db.query(
        'insert into work.session (hash, user_id, company_id, created_at, seen_at, expires_at) values ($1, $2, $3, $4, $4, $5)',
        [sha256(secret), userId, companyId, now, new Date(now.getTime() + SESSION_MS)],
        { name: 'session_start' },
      );
      return secret;
    },
    end: async (secret: string): Promise<void> => {
      await db.query('delete from work.session where hash = $1', [sha256(secret)], { name: 'session_end' });
      await forget(sha256(secret));
    },
    /** Ends every session of a person, in every company, but the one to keep (by its hash). */
    endAll: async (userId: string, keep: string | null = null): Promise<void> => {
      const { rows } = await db.query<{ hash: string }>(
        'delete from work.session where user_id = $1 and hash is distinct from $2 returning hash',
        [userId, keep],
        { name: 'sessions_end' },
      );
      for (const r of rows) await forget(r.hash);
    },
    /** Who may switch has been checked by the caller; the membership may be a moment old. */
    switchCompany: async (id: string, companyId: string): Promise<void> => {
      const { rows } = await db.query<{ user_id: string }>('select user_id from work.session where hash = $1', [id], {
        name: 'session_user',
      });
      const userId = rows[0]?.user_id;
      if (userId === undefined || !(await memberThere(userId, companyId)))
        throw new Error('a session was to be switched to a company of which its person is no member');
      await db.query('update work.session set company_id = $2 where hash = $1', [id, companyId], { name: 'session_switch' });
      await forget(id);
    },
    /** The company to begin with: the one last worked in, else one's own before the demo; null: none. */
    companyOf: async (userId: string): Promise<string | null> => {
      const { rows } = await db.query<{ company_id: string }>(
        `select m.tenant_id as company_id from rm.member m join rm.company c on c.tenant_id = m.tenant_id and c.company_id = m.tenant_id
         where m.user_id = $1 and m.state = 'active' and not c.suspended
         order by (select max(s.seen_at) from work.session s where s.user_id = m.user_id and s.company_id = m.tenant_id) desc nulls last, c.hidden, c.demo, c.name limit 1`,
        [userId],
        { name: 'session_company' },
      );
      return rows[0]?.company_id ?? null;
    },
    isMemberAnywhere: async (userId: string): Promise<boolean> =>
      (await db.query("select 1 from rm.member where user_id = $1 and state = 'active' limit 1", [userId], { name: 'session_anywhere' }))
        .rows.length > 0,
  };
};
export type Sessions = ReturnType<typeof openSessions>;
