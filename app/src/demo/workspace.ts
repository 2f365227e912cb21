import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '@master-ia/platform/ports/log.ts';
import type { Ids } from '@master-ia/platform/ports/clock.ts';
import type { Services } from '../services.ts';
import type { Engines } from '../engines.ts';
import { makeDemoCompany, must } from './company.ts';
import { stories } from './story.ts';
import { tellStories, turnKey } from './tell.ts';

const MARK = 'demo-made';
type Credentials = {
  readonly appId: string;
  readonly appSecret: string;
  readonly accessToken: string;
  readonly accounts: readonly { readonly subscribed: boolean }[];
  readonly phoneNumbers: readonly { readonly id: string; readonly wabaId: string; readonly phone: string }[];
};
const MINUTE = 60_000;
/** Lets the simulated phones say their part before anybody listens, and shows them the answers: their history and their service windows are there, and nothing is delivered twice. */
const sayOnPhones = async (simulatorUrl: string, phoneNumberId: string, now: Date): Promise<ReadonlyMap<string, string>> => {
  const said = new Map<string, string>();
  const post = async (path: string, body: unknown): Promise<{ readonly id?: string }> => {
    const answer = await fetch(`${simulatorUrl}/_sim/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return answer.ok ? ((await answer.json()) as { id?: string }) : {};
  };
  for (const s of stories) {
    await post('customers', { phone: s.phone, name: s.name });
    for (const [i, turn] of s.turns.entries()) {
      if ('note' in turn) continue;
      const at = now.getTime() - turn.ago * MINUTE;
      const { id } =
        turn.from === 'customer'
          ? await post('messages', { from: s.phone, phoneNumberId, content: { type: 'text', text: turn.text }, at })
          : typeof turn.reached === 'object' || turn.reached === 'accepted'
            ? {}
            : await post('history', { to: s.phone, phoneNumberId, text: turn.text, at, reached: turn.reached });
      if (id !== undefined) said.set(turnKey(s, i), id);
    }
  }
  return said;
};
const made = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/**
 * The demo company with its channel to the simulator and what happened there, on an empty store; an interrupted making is gone on with.
 * Runs before providers are reached: what was said in the past is not sent again.
 */
export const makeDemoWorkspace = async (o: {
  readonly dataDir: string;
  readonly simulatorUrl: string;
  readonly services: Services;
  readonly engines: Engines;
  readonly ids: Ids;
  readonly log: Log;
  readonly now: Date;
}): Promise<{ readonly companyId: string; readonly userId: string }> => {
  const { services: s, engines: e, ids } = o;
  const team = await makeDemoCompany(s.commands, ids);
  const owner = { companyId: team.companyId, userId: team.owner };
  const mark = join(o.dataDir, MARK);
  if (await made(mark)) return owner;
  const credentials = (await (await fetch(`${o.simulatorUrl}/_sim/credentials`)).json()) as Credentials;
  const number = credentials.phoneNumbers[0];
  if (!number) throw new Error('the simulator has no number');
  const said = credentials.accounts.some((a) => a.subscribed)
    ? new Map<string, string>()
    : await sayOnPhones(o.simulatorUrl, number.id, o.now);
  await s.facts.reached(await e.store.head(), 10_000);
  const { channelId } = await must(s.commands, ids)<{ channelId: string }>(
    'channel',
    'ConnectWhatsAppCloudChannel',
    team.companyId,
    {
      name: 'WhatsApp da loja',
      phoneNumber: number.phone,
      phoneNumberId: number.id,
      businessAccountId: number.wabaId,
      accessToken: credentials.accessToken,
      appSecret: credentials.appSecret,
      appId: credentials.appId,
    },
    { kind: 'user', id: team.owner },
  );
  await s.facts.reached(await e.store.head(), 10_000);
  await tellStories({ commandsAt: s.commandsAt, facts: s.facts, store: e.store, ids, now: o.now, team, channelId, said });
  await mkdir(o.dataDir, { recursive: true });
  await writeFile(mark, '');
  o.log.info({}, 'the demo workspace is ready');
  return owner;
};
