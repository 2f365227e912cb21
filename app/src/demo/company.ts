import type { Commands } from '@master-ia/platform/ports/commands.ts';
import type { Ids } from '@master-ia/platform/ports/clock.ts';
import type { Actor } from '@master-ia/schemas/contract.ts';

/** Sends a command that must be done; the id is derived, so that doing it again changes nothing. */
export const must =
  (commands: Commands, ids: Ids) =>
  async <R = Record<string, unknown>>(
    key: string,
    name: string,
    tenant: string,
    data: unknown,
    actor: Actor = { kind: 'installation', id: 'demo' },
    o: { readonly tolerate?: readonly string[]; readonly occurredAt?: Date } = {},
  ): Promise<R> => {
    const answer = await commands.send({
      name,
      id: ids.from('demo', key),
      tenant,
      data,
      actor,
      ...(o.occurredAt && { occurredAt: o.occurredAt }),
    });
    if (answer.ok) return answer.result as R;
    // Done before, by a start that was cut off: times in it differ now.
    if (answer.refusal.code === 'id_reused' || o.tolerate?.includes(answer.refusal.code)) return {} as R;
    throw new Error(`${name} (${key}) was refused: ${answer.refusal.code} ${answer.refusal.field ?? ''} ${answer.refusal.message ?? ''}`);
  };

export const demoCompanyId = (ids: Ids): string => ids.from('demo', 'company');
const team = [
  { email: 'bruno@demo.invalid', name: 'Bruno Ramos', role: 'agent' },
  { email: 'carla@demo.invalid', name: 'Carla Nunes', role: 'supervisor' },
  { email: 'davi@demo.invalid', name: 'Davi Prado', role: 'analyst' },
] as const;

export type DemoTeam = { readonly companyId: string; readonly owner: string; readonly bruno: string; readonly carla: string };

/** The demo company with its owner and team. */
export const makeDemoCompany = async (commands: Commands, ids: Ids): Promise<DemoTeam> => {
  const send = must(commands, ids);
  const companyId = demoCompanyId(ids);
  const { userId: owner } = await send<{ userId: string }>('owner', 'CreateOwner', companyId, {
    companyId,
    companyName: 'Loja da Ana (demonstração)',
    demo: true,
    email: 'ana@demo.invalid',
    name: 'Ana Martins',
  });
  const members: string[] = [];
  for (const m of team) {
    const { userId } = await send<{ userId: string }>(`invite:${m.email}`, 'InviteUser', companyId, {
      email: m.email,
      name: m.name,
      role: m.role,
    });
    await send(`join:${m.email}`, 'JoinCompany', companyId, { memberId: ids.from(companyId, 'member', userId), userId });
    members.push(userId);
  }
  return { companyId, owner, bruno: members[0] as string, carla: members[1] as string };
};
