import { timingSafeEqual } from 'node:crypto';
import { INSTALLATION, type Actor } from '@master-ia/schemas/contract.ts';
import type { linkPurposes } from '@master-ia/schemas/tenancy/link.ts';
import type { Clock, Ids } from '@master-ia/platform/ports/clock.ts';
import type { Commands } from '@master-ia/platform/ports/commands.ts';
import type { EventStore } from '@master-ia/platform/ports/event-store.ts';
import { HttpProblem, refusalProblem } from '../http/problem.ts';
import { sha256 } from './sessions.ts';

type Purpose = (typeof linkPurposes)[number];
export type OpenLink = {
  readonly linkId: string;
  readonly hash: string;
  readonly userId: string;
  readonly companyId: string | null;
  readonly purpose: Purpose;
};
type Issued = OpenLink & { readonly expiresAt: string };

/** The gateway acts for the installation where a link is the proof of who asks. */
export const GATEWAY: Actor = { kind: 'installation', id: 'gateway' };
const TOKEN = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.([\w-]{20,100})$/;
/** A link is issued and used: two events, and nothing else ever. */
const EVENTS_MAX = 10;
const same = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** One-use links: looked at without using them up, and used by a command of which only one can win. */
export const oneUseLinks = (ports: {
  readonly store: Pick<EventStore, 'read'>;
  readonly commands: Commands;
  readonly clock: Clock;
  readonly ids: Ids;
}) => ({
  /** Throws `link_unknown` (also for another purpose than asked for), `link_used`, `link_expired`. */
  look: async (token: string, purpose?: Purpose): Promise<OpenLink> => {
    const [, linkId, secret] = TOKEN.exec(token) ?? [];
    if (linkId === undefined || secret === undefined) throw refusalProblem({ code: 'link_unknown' });
    const events = await ports.store.read(`link-${linkId}`, { from: 0, max: EVENTS_MAX });
    const issued = events.find((e) => e.type === 'LinkIssued' && e.tenant === INSTALLATION);
    // Nothing of it is personal: the payload has the event's data as it is, and nothing sealed beside it.
    const link = issued && (JSON.parse(issued.payload) as { readonly d: Issued }).d;
    const hash = sha256(secret);
    if (!link || !same(link.hash, hash) || (purpose !== undefined && link.purpose !== purpose))
      throw refusalProblem({ code: 'link_unknown' });
    if (events.some((e) => e.type === 'LinkUsed')) throw refusalProblem({ code: 'link_used' });
    if (new Date(link.expiresAt) <= ports.clock.now()) throw refusalProblem({ code: 'link_expired' });
    return { linkId, hash, userId: link.userId, companyId: link.companyId, purpose: link.purpose };
  },
  /** Throws {@link HttpProblem} when somebody else has used it meanwhile. */
  use: async (link: OpenLink): Promise<void> => {
    const answer = await ports.commands.send({
      name: 'UseLink',
      id: ports.ids.random(),
      tenant: INSTALLATION,
      data: { linkId: link.linkId, hash: link.hash },
      actor: GATEWAY,
    });
    if (!answer.ok) throw refusalProblem(answer.refusal);
    // Two requests at once: only one of them has made the event.
    if (answer.repeated) throw new HttpProblem(410, 'link_used');
  },
});
export type OneUseLinks = ReturnType<typeof oneUseLinks>;
