import type { Config } from '@master-ia/platform/runtime/config.ts';
import type { Commands } from '@master-ia/platform/ports/commands.ts';
import type { Ids } from '@master-ia/platform/ports/clock.ts';
import { INSTALLATION } from '@master-ia/schemas/contract.ts';

export type Owner = { readonly companyId: string; readonly userId: string };
const installation = { kind: 'installation', id: 'start' } as const;

/** The company and owner that the configuration names; only on an empty store, and the same again when the start was cut off. */
export const makeConfiguredOwner = async (commands: Commands, ids: Ids, admin: NonNullable<Config['admin']>): Promise<Owner> => {
  const companyId = ids.from('first', 'company');
  const answer = await commands.send({
    name: 'CreateOwner',
    id: ids.from('first', 'owner'),
    tenant: companyId,
    data: { companyId, companyName: admin.company, email: admin.email, name: admin.email.split('@')[0], password: admin.password },
    actor: installation,
  });
  if (!answer.ok) throw new Error(`the first owner was refused: ${answer.refusal.code}`);
  return answer.result as Owner;
};
/** Without a demo and without a configured owner: a company to begin with, entered by the printed link. */
export const makeDefaultOwner = async (commands: Commands, ids: Ids): Promise<Owner> => {
  const companyId = ids.from('own', 'company');
  const answer = await commands.send({
    name: 'CreateOwner',
    id: ids.from('own', 'owner'),
    tenant: companyId,
    data: { companyId, companyName: 'Minha empresa', email: 'owner@localhost.invalid', name: 'Você' },
    actor: installation,
  });
  if (!answer.ok) throw new Error(`the first owner was refused: ${answer.refusal.code}`);
  return answer.result as Owner;
};

/** A one-use sign-in link. */
export const entryLink = async (commands: Commands, ids: Ids, owner: Owner, publicUrl: string): Promise<string> => {
  const answer = await commands.send({
    name: 'MakeLink',
    id: ids.random(),
    tenant: INSTALLATION,
    data: { userId: owner.userId, companyId: owner.companyId, purpose: 'enter', minutes: 24 * 60 },
    actor: installation,
  });
  if (!answer.ok) throw new Error(`no sign-in link could be made: ${answer.refusal.code}`);
  return `${publicUrl}/enter#${String((answer.result as { token: string | null }).token)}`;
};
