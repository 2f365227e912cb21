import type { Router } from 'express';
import type { FactShapes } from '@master-ia/schemas/facts/index.ts';
import type { AnyEffect } from '@master-ia/platform/kernel/effect.ts';
import { effectWorker, type EffectPorts } from '@master-ia/platform/kernel/effect-worker.ts';
import { periodically } from '@master-ia/platform/kernel/periodic.ts';
import { reactionRunner, type ReactionPorts } from '@master-ia/platform/kernel/reaction-runner.ts';
import type { Cache } from '@master-ia/platform/ports/cache.ts';
import type { SecretVault } from '@master-ia/platform/ports/key-vault.ts';
import type { Leases } from '@master-ia/platform/ports/leases.ts';
import type { MediaStore } from '@master-ia/platform/ports/media-store.ts';
import type { PubSub } from '@master-ia/platform/ports/pub-sub.ts';
import type { RawDeliveries } from '@master-ia/platform/ports/raw-deliveries.ts';
import type { Database } from '@master-ia/platform/ports/sql.ts';
import { channelAccess, type ChannelFact } from './whatsapp/channel-access.ts';
import { cloudDriver } from './whatsapp/cloud/cloud-driver.ts';
import type { GraphTransport } from './whatsapp/cloud/graph-transport.ts';
import type { KindTable } from './whatsapp/cloud/kinds/kind-parser.ts';
import { checkChannel, registerNumber, syncTemplates, type ChannelPorts } from './whatsapp/effects/channel-work.ts';
import { fetchMedia } from './whatsapp/effects/fetch-media.ts';
import { markRead } from './whatsapp/effects/mark-read.ts';
import { readProviderId } from './whatsapp/effects/provider-id.ts';
import { sendMessage } from './whatsapp/effects/send-message.ts';
import { ingestReaction } from './whatsapp/ingest/reaction.ts';
import { rawRetention } from './whatsapp/ingest/retention.ts';
import { verifyTokens } from './whatsapp/verify-token.ts';
import { whatsappWebhook } from './whatsapp/webhook.ts';

export type ConnectorPorts = EffectPorts &
  ReactionPorts & {
    readonly queryDb: Database;
    readonly secrets: SecretVault;
    readonly raw: RawDeliveries;
    readonly leases: Leases;
    readonly media: MediaStore;
    readonly cache: Cache;
    readonly pubSub: PubSub;
    readonly transport: GraphTransport;
    readonly graph: { readonly url: string; readonly version: string; readonly stallMs?: number };
    readonly simulatorUrl: string | null;
    /** Where a provider reaches us; simulated channels are called at the product's own address. */
    readonly callbackUrl: (channelId: string, simulated: boolean) => string;
    /** Kinds of messages that are understood; all of them by default. */
    readonly kinds?: KindTable;
  };
/** Channel of the gateway's typing notices: lossy, without an event. */
export const TYPING = 'typing';

/** Webhooks in, effects out. Sends commands, appends nothing. */
export const createConnectors = (ports: ConnectorPorts) => {
  const { ids } = ports;
  const access = channelAccess({
    secrets: ports.secrets,
    transport: ports.transport,
    version: ports.graph.version,
    graphUrl: ports.graph.url,
    simulatorUrl: ports.simulatorUrl,
    ...(ports.graph.stallMs !== undefined && { stallMs: ports.graph.stallMs }),
  });
  const webhook = whatsappWebhook({
    db: ports.queryDb,
    access,
    raw: ports.raw,
    commands: ports.commands,
    cache: ports.cache,
    clock: ports.clock,
    ids,
    log: ports.log,
    verifyToken: verifyTokens(ports),
  });
  const channelPorts: ChannelPorts = { access, ids, callbackUrl: ports.callbackUrl, lastReached: webhook.lastReached };
  const effects: readonly AnyEffect[] = [
    sendMessage({ access, media: ports.media, ids }),
    fetchMedia({ access, media: ports.media, ids }),
    markRead({ access, ids }),
    checkChannel(channelPorts),
    registerNumber(channelPorts),
    syncTemplates({
      ...channelPorts,
      templateId: (tenant, channelId, name, language) => ids.from(tenant, 'template', channelId, name, language),
    }),
  ];
  const workers = effects.map((e) => effectWorker(e, ports));
  const ingest = reactionRunner(ingestReaction({ raw: ports.raw, ...(ports.kinds && { kinds: ports.kinds }) }), ports);

  const showTyping = async (text: string): Promise<void> => {
    const { tenant, conversationId } = JSON.parse(text) as { tenant: string; conversationId: string };
    const c = await ports.facts.one<FactShapes['conversation']>(tenant, 'conversation', conversationId);
    const channel = c && (await ports.facts.one<ChannelFact>(tenant, 'channel', c.channelId));
    if (!c?.lastInbound || channel?.state !== 'active') return;
    const stream = async (name: string) =>
      ports.opener.open((await ports.store.read(name, { from: 0, max: 100 })).filter((raw) => raw.tenant === tenant));
    const [client, providerId] = await Promise.all([
      access.client(tenant, c.channelId, channel),
      readProviderId({ stream }, c.lastInbound.messageId),
    ]);
    if (client && providerId !== null)
      await cloudDriver(client, { phoneNumberId: channel.phoneNumberId, boundary: () => ids.random() }).markRead(providerId, true);
  };
  return {
    router: webhook.router as Router,
    async run(signal: AbortSignal): Promise<void> {
      const stop = ports.pubSub.subscribe(
        TYPING,
        (m) => void showTyping(m).catch((error: unknown) => ports.log.debug({ error }, 'typing was not shown')),
      );
      await Promise.all([ingest.run(signal), ...workers.map((w) => w.run(signal)), periodically(rawRetention(ports), ports, signal)]);
      stop();
    },
  };
};
export type Connectors = ReturnType<typeof createConnectors>;
