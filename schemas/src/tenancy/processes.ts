import { z } from 'zod';
import { command } from '../contract.ts';
import { clean, locale, typed, uuid } from '../ids.ts';
import { NAME_MAX } from '../names.ts';
import { roles, visibilities } from '../permissions.ts';
import { linkPurposes } from './link.ts';

/** Commands that touch several streams, step by step, each step idempotent. */
export const tenancyProcesses = {
  /** A company of one's own; tenant of the envelope = the new company's id. Refused: `too_many_companies`. */
  FoundCompany: command<{ companyId: string }>('signed_in')(
    z.object({ companyId: uuid, name: typed(NAME_MAX), timeZone: z.string().max(60).default('America/Sao_Paulo') }),
  ),
  /**
   * Makes the user when the address is new, adds them to the company, makes a one-use link. `token`: the link's, null when repeated. Who was invited and has not joined is
   * invited again, with the role given now. Refused: `email_invalid`, `already_member`, `forbidden` (only owners touch an owner's invitation).
   */
  InviteUser: command<{ userId: string; token: string | null }>('team.manage')(
    z.object({
      email: clean(320),
      name: typed(NAME_MAX).optional(),
      role: z.enum(roles),
      visibility: z.enum(visibilities).nullable().default(null),
    }),
  ),
  /** The installation's own: first owner of a new company. */
  CreateOwner: command<{ userId: string; companyId: string }>('system', { secrets: ['password'] })(
    z.object({
      companyId: uuid,
      companyName: typed(NAME_MAX),
      demo: z.boolean().default(false),
      email: clean(320),
      name: typed(NAME_MAX),
      locale: locale.nullable().default(null),
      password: z.string().min(10).max(1000).optional(),
    }),
  ),
  /** A one-use link for a user. */
  MakeLink: command<{ token: string | null }>('system')(
    z.object({ userId: uuid, companyId: uuid.nullable(), purpose: z.enum(linkPurposes), minutes: z.number().int().min(1).max(20_160) }),
  ),
} as const;
