import { timingSafeEqual } from 'node:crypto';
import { link as aggregate, type linkPurposes } from '@master-ia/schemas/tenancy/link.ts';
import { decider, none, refuse } from '@master-ia/platform/kernel/decider.ts';

type Purpose = (typeof linkPurposes)[number];
type State = {
  readonly state: 'none' | 'open' | 'used';
  readonly hash: string;
  readonly userId: string;
  readonly companyId: string | null;
  readonly purpose: Purpose;
  readonly expiresAt: string;
};
const same = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

export const link = decider<typeof aggregate, 'link_unknown' | 'link_used' | 'link_expired'>()<State>({
  aggregate,
  initial: { state: 'none', hash: '', userId: '', companyId: null, purpose: 'enter', expiresAt: '' },
  target: { IssueLink: (d) => ({ id: d.linkId }), UseLink: (d) => ({ id: d.linkId }) },
  prepare: { IssueLink: none, UseLink: none },
  decide: {
    IssueLink: (s, d) => (s.state === 'none' ? [{ type: 'LinkIssued', data: d }] : []),
    UseLink: (s, d, { now }) =>
      s.state === 'none' || !same(s.hash, d.hash)
        ? refuse('link_unknown')
        : s.state === 'used'
          ? refuse('link_used')
          : new Date(s.expiresAt) <= now
            ? refuse('link_expired')
            : [{ type: 'LinkUsed', data: { linkId: d.linkId, userId: s.userId, companyId: s.companyId, purpose: s.purpose } }],
  },
  evolve: {
    LinkIssued: (_, e) => ({
      state: 'open',
      hash: e.data.hash,
      userId: e.data.userId,
      companyId: e.data.companyId,
      purpose: e.data.purpose,
      expiresAt: e.data.expiresAt,
    }),
    LinkUsed: (s) => ({ ...s, state: 'used' }),
  },
  result: {
    IssueLink: (_, d) => ({ linkId: d.linkId }),
    UseLink: (s) => ({ userId: s.userId, companyId: s.companyId, purpose: s.purpose }),
  },
});
