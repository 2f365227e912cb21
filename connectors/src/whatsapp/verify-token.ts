import type { ChannelEvents } from '@master-ia/schemas/channels/index.ts';
import { ERASED, type Stored } from '@master-ia/schemas/contract.ts';
import type { EventOpener } from '@master-ia/platform/kernel/events.ts';
import type { EventStore } from '@master-ia/platform/ports/event-store.ts';

const PAGE = 500;

/** The token that a channel's provider proves itself with when it verifies our address: of the newest connection. Undefined: never connected by this company, or erased. */
export const verifyTokens =
  (ports: { readonly store: Pick<EventStore, 'read'>; readonly opener: EventOpener }) =>
  async (tenant: string, channelId: string): Promise<string | undefined> => {
    for (let from = -1; ;) {
      const page = await ports.store.read(`channel-${channelId}`, { from, back: true, max: PAGE });
      const connected = page.find((r) => r.tenant === tenant && r.type === 'ChannelConnected');
      if (connected) {
        const [event] = (await ports.opener.open([connected])) as readonly Stored<ChannelEvents, 'ChannelConnected'>[];
        const token = event?.data.verifyToken;
        return token === ERASED ? undefined : token;
      }
      from = (page.at(-1)?.revision ?? 0) - 1;
      if (from < 0) return undefined;
    }
  };
