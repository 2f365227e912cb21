import { z } from 'zod';
import { aggregate, command, event } from '../contract.ts';
import { instant, uuid } from '../ids.ts';

export const linkPurposes = ['enter', 'invite', 'recover'] as const;
/** A one-use link. Its stream id is uuidv5 of the SHA-256 of the token, which nobody keeps. */
export const link = aggregate({
  category: 'link',
  events: {
    LinkIssued: event(1, z.object({ linkId: z.string(), userId: z.string(), companyId: z.string().nullable(), purpose: z.enum(linkPurposes), expiresAt: z.string() }), { exposure: 'internal' }),
    LinkUsed: event(1, z.object({ linkId: z.string(), userId: z.string(), companyId: z.string().nullable(), purpose: z.enum(linkPurposes) }), { exposure: 'internal' }),
  },
  commands: {
    IssueLink: command<{ linkId: string }>('system')(z.object({ linkId: uuid, userId: uuid, companyId: uuid.nullable(), purpose: z.enum(linkPurposes), expiresAt: instant })),
    /** Refused: `link_unknown`, `link_used`, `link_expired`. */
    UseLink: command<{ userId: string; companyId: string | null; purpose: (typeof linkPurposes)[number] }>('system')(z.object({ linkId: uuid })),
  },
});
