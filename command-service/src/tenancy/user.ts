import { INSTALLATION } from '@master-ia/schemas/contract.ts';
import { COMPANIES_MAX, email as emailAggregate, user as userAggregate } from '@master-ia/schemas/tenancy/user.ts';
import { decider, none, refuse } from '@master-ia/platform/kernel/decider.ts';

/** Name of the secret that holds a user's password hash. */
export const passwordSecret = (userId: string): string => `password:${userId}`;

type State = {
  readonly registered: boolean;
  readonly password: number | null;
  readonly locale: string | null;
  readonly companies: readonly string[];
};
type Password = { readonly allowed: boolean; readonly version: number };

export const user = decider<
  typeof userAggregate,
  'not_found' | 'password_wrong' | 'email_invalid' | 'too_many_companies',
  { RegisterUser: undefined; RenameUser: undefined; ChooseLanguage: undefined; ClaimCompany: undefined; SetPassword: Password }
>()<State>({
  aggregate: userAggregate,
  initial: { registered: false, password: null, locale: null, companies: [] },
  target: {
    RegisterUser: (d) => ({ id: d.userId }),
    RenameUser: (d) => ({ id: d.userId }),
    ChooseLanguage: (d) => ({ id: d.userId }),
    ClaimCompany: (d) => ({ id: d.userId }),
    SetPassword: (d) => ({ id: d.userId }),
  },
  prepare: {
    RegisterUser: none,
    RenameUser: none,
    ChooseLanguage: none,
    ClaimCompany: none,
    SetPassword: async (d, io) => {
      const name = passwordSecret(d.userId);
      const known = await io.state<State>('user', d.userId);
      if (!known?.registered) return { allowed: false, version: 0 };
      // The one that was set, not the newest: a version whose append failed was never anybody's password.
      const old = known.password === null ? null : await io.secrets.get(INSTALLATION, name, known.password);
      // A recovery link is the installation's word: no old password is asked for.
      const allowed =
        old === null ||
        io.actor.kind === 'installation' ||
        (d.currentPassword !== undefined && (await io.checkPassword(d.currentPassword, old)));
      return { allowed, version: allowed ? await io.secrets.put(INSTALLATION, name, await io.hashPassword(d.newPassword)) : 0 };
    },
  },
  decide: {
    RegisterUser: (s, d) => (s.registered ? [] : [{ type: 'UserRegistered', data: d }]),
    RenameUser: (s, d) => (s.registered ? [{ type: 'UserRenamed', data: d }] : refuse('not_found')),
    ChooseLanguage: (s, d) => (!s.registered ? refuse('not_found') : s.locale === d.locale ? [] : [{ type: 'LanguageChosen', data: d }]),
    ClaimCompany: (s, d) =>
      !s.registered
        ? refuse('not_found')
        : s.companies.includes(d.companyId)
          ? []
          : s.companies.length >= COMPANIES_MAX
            ? refuse('too_many_companies')
            : [{ type: 'CompanyClaimed', data: d }],
    SetPassword: (s, d, { prepared }) =>
      !s.registered
        ? refuse('not_found')
        : prepared.allowed
          ? [{ type: 'PasswordSet', data: { userId: d.userId, secretVersion: prepared.version } }]
          : refuse('password_wrong', 'currentPassword'),
  },
  evolve: {
    UserRegistered: (s, e) => ({ ...s, registered: true, locale: e.data.locale }),
    UserRenamed: (s) => s,
    PasswordSet: (s, e) => ({ ...s, password: e.data.secretVersion }),
    LanguageChosen: (s, e) => ({ ...s, locale: e.data.locale }),
    CompanyClaimed: (s, e) => ({ ...s, companies: [...s.companies, e.data.companyId] }),
  },
  result: {
    RegisterUser: (_, d) => ({ userId: d.userId }),
    RenameUser: (_, d) => ({ userId: d.userId }),
    ChooseLanguage: (_, d) => ({ userId: d.userId }),
    ClaimCompany: (_, d) => ({ companyId: d.companyId }),
    SetPassword: (_, d) => ({ userId: d.userId }),
  },
});

export const email = decider<typeof emailAggregate, never>()<{ readonly owner: string | null }>({
  aggregate: emailAggregate,
  initial: { owner: null },
  target: { ClaimEmail: (d) => ({ id: d.emailId }) },
  prepare: { ClaimEmail: none },
  decide: { ClaimEmail: (s, d) => (s.owner === null ? [{ type: 'EmailClaimed', data: { userId: d.userId } }] : []) },
  evolve: { EmailClaimed: (_, e) => ({ owner: e.data.userId }) },
  result: { ClaimEmail: (s, d) => ({ userId: s.owner ?? d.userId }) },
});
