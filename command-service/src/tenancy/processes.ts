import { createHash } from 'node:crypto';
import { INSTALLATION } from '@master-ia/schemas/contract.ts';
import { tenancyProcesses as definitions } from '@master-ia/schemas/tenancy/processes.ts';
import { refuse } from '@master-ia/platform/kernel/decider.ts';
import { processes, type ProcessIo } from '@master-ia/platform/kernel/process.ts';
import type { MemberState } from './member.ts';

const INVITE_MINUTES = 7 * 24 * 60;
const MINUTE = 60_000;
const emailShape = /^[^\s@]{1,64}@[^\s@]+\.[^\s@]+$/;

/** The user of an e-mail address: who claimed it before, or a new one. */
const userOf = async (
  io: ProcessIo,
  d: { readonly email: string; readonly name: string; readonly locale: 'pt-BR' | 'en' | null },
): Promise<string | null> => {
  const address = d.email.trim().toLowerCase();
  if (!emailShape.test(address)) return null;
  const emailId = io.id(INSTALLATION, 'email', await io.hmacOf(INSTALLATION, `email:${address}`));
  const { result } = await io.step<{ userId: string }>(
    'ClaimEmail',
    'email',
    { emailId, userId: io.id(INSTALLATION, 'user', emailId) },
    { tenant: INSTALLATION },
  );
  await io.step(
    'RegisterUser',
    'user',
    { userId: result.userId, email: address, name: d.name, locale: d.locale },
    { tenant: INSTALLATION },
  );
  return result.userId;
};
const memberId = (io: ProcessIo, companyId: string, userId: string): string => io.id(companyId, 'member', userId);

const actsAsOwner = async (io: ProcessIo): Promise<boolean> =>
  io.actor.kind === 'user'
    ? (await io.state<MemberState>('member', memberId(io, io.tenant, io.actor.id)))?.role === 'owner'
    : io.actor.kind !== 'api_key';

/** A token is the link's id and a secret: a repeat finds the same link and has no secret to tell. */
const makeLink = async (
  io: ProcessIo,
  d: { readonly userId: string; readonly companyId: string | null; readonly purpose: string; readonly minutes: number },
): Promise<string | null> => {
  const linkId = io.id(io.commandId, 'link');
  const secret = io.secret(32);
  const hash = createHash('sha256').update(secret).digest('hex');
  const expiresAt = new Date(io.now.getTime() + d.minutes * MINUTE).toISOString();
  const { repeated } = await io.step(
    'IssueLink',
    'link',
    { linkId, hash, userId: d.userId, companyId: d.companyId, purpose: d.purpose, expiresAt },
    { tenant: INSTALLATION },
  );
  return repeated ? null : `${linkId}.${secret}`;
};

export const tenancyProcesses = processes(definitions, {
  FoundCompany: async (d, io) => {
    await io.step('ClaimCompany', 'claim', { userId: io.actor.id, companyId: d.companyId }, { tenant: INSTALLATION });
    await io.step('CreateCompany', 'company', { companyId: d.companyId, name: d.name, timeZone: d.timeZone });
    await io.step('AddMember', 'owner', { memberId: memberId(io, d.companyId, io.actor.id), userId: io.actor.id, role: 'owner' });
    return { companyId: d.companyId };
  },
  InviteUser: async (d, io) => {
    const userId = await userOf(io, { email: d.email, name: d.name ?? (d.email.split('@')[0] as string), locale: null });
    if (userId === null) return refuse('email_invalid', 'email');
    const place = memberId(io, io.tenant, userId);
    // Whoever renews an owner's invitation gets its link.
    const before = await io.state<MemberState>('member', place);
    if (before?.role === 'owner' && before.state === 'invited' && !(await actsAsOwner(io))) return refuse('forbidden');
    await io.step('AddMember', 'member', {
      memberId: place,
      userId,
      role: d.role,
      visibility: d.visibility,
      invited: true,
    });
    return { userId, token: await makeLink(io, { userId, companyId: io.tenant, purpose: 'invite', minutes: INVITE_MINUTES }) };
  },
  CreateOwner: async (d, io) => {
    const userId = await userOf(io, d);
    if (userId === null) return refuse('email_invalid', 'email');
    await io.step('CreateCompany', 'company', { companyId: d.companyId, name: d.companyName, demo: d.demo });
    await io.step('AddMember', 'owner', { memberId: memberId(io, d.companyId, userId), userId, role: 'owner' });
    if (d.password !== undefined) await io.step('SetPassword', 'password', { userId, newPassword: d.password }, { tenant: INSTALLATION });
    return { userId, companyId: d.companyId };
  },
  MakeLink: async (d, io) => ({ token: await makeLink(io, d) }),
});
