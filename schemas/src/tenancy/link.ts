import { z } from 'zod';
import { aggregate, command, event } from '../contract.ts';
import { instant, uuid } from '../ids.ts';

export const linkPurposes = ['enter', 'invite', 'recover'] as const;
/** A one-use link. Its token is the link's id and a random secret, of which only the SHA-256 is kept. */
export const link = aggregate({
  category: 'link',
  events: {
    LinkIssued: event(
      1,
      z.object({
        linkId: z.string(),
        hash: z.string(),
        userId: z.string(),
        companyId: z.string().nullable(),
        purpose: z.enum(linkPurposes),
        expiresAt: z.string(),
      }),
      { exposure: 'internal' },
    ),
    LinkUsed: event(
      1,
      z.object({ linkId: z.string(), userId: z.string(), companyId: z.string().nullable(), purpose: z.enum(linkPurposes) }),
      { exposure: 'internal' },
    ),
  },
  commands: {
    IssueLink: command<{ linkId: string }>('system', { secrets: ['hash', 'expiresAt'] })(
      z.object({
        linkId: uuid,
        hash: z.string().length(64),
        userId: uuid,
        companyId: uuid.nullable(),
        purpose: z.enum(linkPurposes),
        expiresAt: instant,
      }),
    ),
    /** Refused: `link_unknown`, `link_used`, `link_expired`. */
    UseLink: command<{ userId: string; companyId: string | null; purpose: (typeof linkPurposes)[number] }>('system')(
      z.object({ linkId: uuid, hash: z.string().length(64) }),
    ),
  },
});
