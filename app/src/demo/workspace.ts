import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '@master-ia/platform/ports/log.ts';
import type { Ids } from '@master-ia/platform/ports/clock.ts';
import type { Services } from '../services.ts';
import type { Engines } from '../engines.ts';
import { makeDemoCompany, must } from './company.ts';
import { tellStories } from './tell.ts';

const MARK = 'demo-made';
type Credentials = {
  readonly appId: string;
  readonly appSecret: string;
  readonly accessToken: string;
  readonly phoneNumbers: readonly { readonly id: string; readonly wabaId: string; readonly phone: string }[];
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
  await tellStories({ commandsAt: s.commandsAt, facts: s.facts, store: e.store, ids, now: o.now, team, channelId });
  await mkdir(o.dataDir, { recursive: true });
  await writeFile(mark, '');
  o.log.info({}, 'the demo workspace is ready');
  return owner;
};
