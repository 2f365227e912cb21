import type { FactShapes } from '@master-ia/schemas/facts/index.ts';
import type { SecretVault } from '@master-ia/platform/ports/key-vault.ts';
import { graphClient, type GraphClient } from './cloud/graph-client.ts';
import type { GraphTransport } from './cloud/graph-transport.ts';

export type ChannelFact = FactShapes['channel'];
export type ChannelAccess = {
  /** A client with the channel's own token and secret; null when there is none. */
  client(tenant: string, channelId: string, channel: ChannelFact): Promise<GraphClient | null>;
  secret(tenant: string, channelId: string, what: 'accessToken' | 'appSecret' | 'pin', version?: number): Promise<string | null>;
};

/** Opens a channel's secrets for the moment of a call. Simulated numbers speak to the simulator, all others to the installation's Graph address. */
export const channelAccess = (o: {
  readonly secrets: SecretVault;
  readonly transport: GraphTransport;
  readonly version: string;
  readonly graphUrl: string;
  /** null: no simulator runs; simulated numbers cannot be reached. */
  readonly simulatorUrl: string | null;
  /** A download that stands still for so long is given up for now, in ms. */
  readonly stallMs?: number;
}): ChannelAccess => {
  const secret: ChannelAccess['secret'] = (tenant, channelId, what, version) =>
    o.secrets.get(tenant, `channel:${channelId}:${what}`, version);
  return {
    secret,
    client: async (tenant, channelId, channel) => {
      const baseUrl = channel.simulated ? o.simulatorUrl : o.graphUrl;
      const [accessToken, appSecret] = await Promise.all([
        secret(tenant, channelId, 'accessToken', channel.secrets.accessToken),
        secret(tenant, channelId, 'appSecret', channel.secrets.appSecret),
      ]);
      if (baseUrl === null || accessToken === null) return null;
      return graphClient({
        baseUrl,
        version: o.version,
        transport: o.transport,
        accessToken,
        ...(appSecret !== null && { appSecret }),
        ...(o.stallMs !== undefined && { stallMs: o.stallMs }),
        mediaHosts: ['lookaside.fbsbx.com', new URL(baseUrl).host],
      });
    },
  };
};
