import { z } from 'zod';
import { aggregate, command, event } from '../contract.ts';
import { typed, uuid } from '../ids.ts';
import { NAME_MAX } from '../names.ts';

export const company = aggregate({
  category: 'company',
  events: {
    CompanyCreated: event(1, z.object({ companyId: z.string(), name: z.string(), demo: z.boolean(), timeZone: z.string() }), {
      exposure: 'public',
    }),
    CompanyRenamed: event(1, z.object({ companyId: z.string(), name: z.string() }), { exposure: 'public' }),
    CompanyHidden: event(1, z.object({ companyId: z.string(), hidden: z.boolean() }), { exposure: 'internal' }),
    CompanySuspended: event(1, z.object({ companyId: z.string(), suspended: z.boolean() }), { exposure: 'internal' }),
  },
  commands: {
    /** The tenant of the envelope is the new company. */
    CreateCompany: command<{ companyId: string }>('system')(
      z.object({
        companyId: uuid,
        name: typed(NAME_MAX),
        demo: z.boolean().default(false),
        timeZone: z.string().max(60).default('America/Sao_Paulo'),
      }),
    ),
    RenameCompany: command<{ companyId: string }>('company.manage')(z.object({ companyId: uuid, name: typed(NAME_MAX) })),
    HideCompany: command<{ companyId: string }>('company.manage')(z.object({ companyId: uuid, hidden: z.boolean() })),
    SuspendCompany: command<{ companyId: string }>('system')(z.object({ companyId: uuid, suspended: z.boolean() })),
  },
});
