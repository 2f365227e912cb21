import { company as aggregate } from '@master-ia/schemas/tenancy/company.ts';
import { decider, none, refuse } from '@master-ia/platform/kernel/decider.ts';

type State = { readonly name: string | null; readonly hidden: boolean; readonly suspended: boolean };
const exists = (s: State): boolean => s.name !== null;

export const company = decider<typeof aggregate, 'not_found' | 'company_exists'>()<State>({
  aggregate,
  initial: { name: null, hidden: false, suspended: false },
  target: {
    CreateCompany: (d) => ({ id: d.companyId }),
    RenameCompany: (d) => ({ id: d.companyId }),
    HideCompany: (d) => ({ id: d.companyId }),
    SuspendCompany: (d) => ({ id: d.companyId }),
  },
  prepare: { CreateCompany: none, RenameCompany: none, HideCompany: none, SuspendCompany: none },
  decide: {
    CreateCompany: (s, d) => (exists(s) ? refuse('company_exists') : [{ type: 'CompanyCreated', data: d }]),
    RenameCompany: (s, d) => (!exists(s) ? refuse('not_found') : s.name === d.name ? [] : [{ type: 'CompanyRenamed', data: d }]),
    HideCompany: (s, d) => (!exists(s) ? refuse('not_found') : s.hidden === d.hidden ? [] : [{ type: 'CompanyHidden', data: d }]),
    SuspendCompany: (s, d) =>
      !exists(s) ? refuse('not_found') : s.suspended === d.suspended ? [] : [{ type: 'CompanySuspended', data: d }],
  },
  evolve: {
    CompanyCreated: (_, e) => ({ name: e.data.name, hidden: false, suspended: false }),
    CompanyRenamed: (s, e) => ({ ...s, name: e.data.name }),
    CompanyHidden: (s, e) => ({ ...s, hidden: e.data.hidden }),
    CompanySuspended: (s, e) => ({ ...s, suspended: e.data.suspended }),
  },
  result: {
    CreateCompany: (_, d) => ({ companyId: d.companyId }),
    RenameCompany: (_, d) => ({ companyId: d.companyId }),
    HideCompany: (_, d) => ({ companyId: d.companyId }),
    SuspendCompany: (_, d) => ({ companyId: d.companyId }),
  },
});
