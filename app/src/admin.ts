import { INSTALLATION } from '@master-ia/schemas/contract.ts';
import type { CommandResult } from '@master-ia/platform/ports/commands.ts';
import { systemIds } from '@master-ia/platform/runtime/ids.ts';
import { runBeside, type Beside } from './beside.ts';

const usage = [
  'npm run admin -- company list',
  'npm run admin -- company create NAME OWNER_EMAIL',
  'npm run admin -- company suspend|resume COMPANY_ID',
  'npm run admin -- user invite EMAIL [COMPANY_ID] [ROLE]',
  'npm run admin -- user recover EMAIL',
].join('\n');
const actor = { kind: 'installation', id: 'admin' } as const;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const RECOVERY_MINUTES = 60;

const sent = async <R>(b: Beside, name: string, tenant: string, data: unknown): Promise<R> => {
  const answer: CommandResult = await b.commands.send({ name, id: systemIds.random(), tenant, data, actor });
  if (!answer.ok) throw new Error(`${name} was refused: ${answer.refusal.code}${answer.refusal.field ? ` (${answer.refusal.field})` : ''}`);
  return answer.result as R;
};
const link = async (b: Beside, userId: string, companyId: string | null, purpose: 'enter' | 'recover'): Promise<string> => {
  const { token } = await sent<{ token: string | null }>(b, 'MakeLink', INSTALLATION, {
    userId,
    companyId,
    purpose,
    minutes: RECOVERY_MINUTES,
  });
  return `${b.publicUrl}/${purpose}#${String(token)}`;
};
/** Companies as the log tells them. */
const companies = async (b: Beside): Promise<ReadonlyMap<string, { name: string; suspended: boolean }>> => {
  const found = new Map<string, { name: string; suspended: boolean }>();
  for (let after: Awaited<ReturnType<Beside['store']['head']>> | 'start' = 'start'; ;) {
    const page = await b.store.all(after, { max: 1000, domains: ['tenancy'] });
    for (const raw of page.events) {
      const d = b.opener.closed(raw).data as { companyId?: string; name?: string; suspended?: boolean };
      if (d.companyId === undefined) continue;
      const old = found.get(d.companyId);
      if (raw.type === 'CompanyCreated' || raw.type === 'CompanyRenamed')
        found.set(d.companyId, { name: String(d.name), suspended: old?.suspended ?? false });
      if (raw.type === 'CompanySuspended' && old) found.set(d.companyId, { ...old, suspended: d.suspended === true });
    }
    if (page.next === after) return found;
    after = page.next;
  }
};
const userOf = async (b: Beside, email: string): Promise<string> => {
  const emailId = systemIds.from(INSTALLATION, 'email', await b.vault.keys.hmac(INSTALLATION, `email:${email.trim().toLowerCase()}`));
  const user = await b.facts.one<{ userId: string }>(INSTALLATION, 'email', emailId);
  if (!user) throw new Error(`nobody has the address ${email}`);
  return user.userId;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** The company that there is; with several of them it has to be named. */
const onlyCompany = async (b: Beside): Promise<string> => {
  const found = [...(await companies(b))];
  const [only] = found;
  if (!only) throw new Error('there is no company yet: npm run admin -- company create NAME OWNER_EMAIL');
  if (found.length > 1)
    throw new Error(`there are several companies, name one by its id:\n${found.map(([id, c]) => `  ${id}  ${c.name}`).join('\n')}`);
  return only[0];
};

const [what, action, ...args] = process.argv.slice(2);
await runBeside(async (b) => {
  const [first, second, third] = args;
  if (what === 'company' && action === 'list') {
    for (const [id, c] of await companies(b)) say(`${id}  ${c.name}${c.suspended ? '  (suspended)' : ''}`);
  } else if (what === 'company' && action === 'create' && first && second) {
    const companyId = systemIds.random();
    const owner = await sent<{ userId: string }>(b, 'CreateOwner', companyId, {
      companyId,
      companyName: first,
      email: second,
      name: second.split('@')[0],
    });
    say(`company ${companyId}`);
    say(await link(b, owner.userId, companyId, 'enter'));
  } else if (what === 'company' && (action === 'suspend' || action === 'resume') && first) {
    await sent(b, 'SuspendCompany', first, { companyId: first, suspended: action === 'suspend' });
    say('done');
  } else if (what === 'user' && action === 'invite' && first) {
    const named = second !== undefined && UUID.test(second);
    const companyId = named ? second : await onlyCompany(b);
    const { token } = await sent<{ token: string | null }>(b, 'InviteUser', companyId, {
      email: first,
      role: (named ? third : second) ?? 'agent',
    });
    say(`${b.publicUrl}/invite#${String(token)}`);
  } else if (what === 'user' && action === 'recover' && first) say(await link(b, await userOf(b, first), null, 'recover'));
  else throw new Error(`usage:\n${usage}`);
});
