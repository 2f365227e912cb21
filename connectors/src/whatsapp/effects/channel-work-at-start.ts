import type { Ids } from '@master-ia/platform/ports/clock.ts';
import type { Commands } from '@master-ia/platform/ports/commands.ts';
import type { Log } from '@master-ia/platform/ports/log.ts';
import type { Database } from '@master-ia/platform/ports/sql.ts';
import type { ChannelFact } from '../channel-access.ts';

export type ChannelStartPorts = {
  readonly db: Database;
  readonly commands: Commands;
  readonly ids: Ids;
  readonly log: Log;
  readonly callbackUrl: (channelId: string, simulated: boolean) => string;
};

/**
 * Asks for the checks of every connected channel whose provider is not seen to deliver to today's address: another port or public URL since the last start. The checks subscribe.
 * Needs facts that have reached the log's head. Answers the channels asked for; a refusal is left to a person.
 */
export const checkMovedChannels = async (ports: ChannelStartPorts): Promise<readonly string[]> => {
  const { rows } = await ports.db.query<{ tenant: string; key: string; value: ChannelFact }>(
    "select tenant, key, value from work.fact where fact = 'channel' order by key",
  );
  const asked: string[] = [];
  for (const { tenant, key, value } of rows) {
    if (value.state === 'disconnected' || value.subscribedUrl === ports.callbackUrl(key, value.simulated)) continue;
    const answer = await ports.commands.send({
      name: 'RequestChannelChecks',
      id: ports.ids.random(),
      tenant,
      data: { channelId: key },
      actor: { kind: 'connector', id: 'channel_start' },
    });
    if (answer.ok) asked.push(key);
    else ports.log.warn({ channel: key, refused: answer.refusal.code }, 'a channel could not be checked at the start');
  }
  if (asked.length > 0) ports.log.info({ channels: asked.length }, 'channels are checked: our address is not the one they deliver to');
  return asked;
};
