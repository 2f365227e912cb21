import { z } from 'zod';
import { aggregate, command, event, sealed } from '../contract.ts';
import { clean, locale, typed, uuid } from '../ids.ts';
import { NAME_MAX } from '../names.ts';

/** Companies that one person can found. */
export const COMPANIES_MAX = 20;

/** Users belong to the installation (its reserved tenant); a membership ties them to a company. */
export const user = aggregate({
  category: 'user',
  events: {
    UserRegistered: event(
      1,
      z.object({
        userId: z.string(),
        email: sealed(z.string(), 'userId'),
        name: sealed(z.string(), 'userId'),
        locale: z.string().nullable(),
      }),
      {
        exposure: 'internal',
        subjects: { userId: 'user' },
      },
    ),
    UserRenamed: event(1, z.object({ userId: z.string(), name: sealed(z.string(), 'userId') }), {
      exposure: 'internal',
      subjects: { userId: 'user' },
    }),
    /** The hash itself lies in the vault. */
    PasswordSet: event(1, z.object({ userId: z.string(), secretVersion: z.number().int() }), { exposure: 'internal' }),
    LanguageChosen: event(1, z.object({ userId: z.string(), locale: z.string() }), { exposure: 'internal' }),
    /** A person's founding of a company begins with it. */
    CompanyClaimed: event(1, z.object({ userId: z.string(), companyId: z.string() }), { exposure: 'internal' }),
  },
  commands: {
    RegisterUser: command<{ userId: string }>('system')(
      z.object({ userId: uuid, email: clean(320), name: typed(NAME_MAX), locale: locale.nullable().default(null) }),
    ),
    RenameUser: command<{ userId: string }>('self')(z.object({ userId: uuid, name: typed(NAME_MAX) })),
    ChooseLanguage: command<{ userId: string }>('self')(z.object({ userId: uuid, locale })),
    /** A step of founding a company. Refused: `too_many_companies` after {@link COMPANIES_MAX}. */
    ClaimCompany: command<{ companyId: string }>('system')(z.object({ userId: uuid, companyId: uuid })),
    /** Without `currentPassword` only when none is set, or for the installation (recovery link). */
    SetPassword: command<{ userId: string }>('self', { secrets: ['currentPassword', 'newPassword'] })(
      z.object({ userId: uuid, currentPassword: z.string().max(1000).optional(), newPassword: z.string().min(10).max(1000) }),
    ),
  },
});

/** Claim of an e-mail address; stream id = uuidv5 of its keyed hash. */
export const email = aggregate({
  category: 'email',
  events: { EmailClaimed: event(1, z.object({ userId: z.string() }), { exposure: 'internal' }) },
  commands: {
    /** Answers the owner: the given user, or who has it already. */
    ClaimEmail: command<{ userId: string }>('system')(z.object({ emailId: uuid, userId: uuid })),
  },
});
