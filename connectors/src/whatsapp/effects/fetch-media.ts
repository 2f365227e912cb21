import type { ConversationEvents } from '@master-ia/schemas/conversations/index.ts';
import { isMedia, type MediaKind } from '@master-ia/schemas/conversations/content.ts';
import type { Stored } from '@master-ia/schemas/contract.ts';
import { effect, type Outcome } from '@master-ia/platform/kernel/effect.ts';
import type { Ids } from '@master-ia/platform/ports/clock.ts';
import { MediaTooLarge, type MediaStore } from '@master-ia/platform/ports/media-store.ts';
import type { ChannelAccess, ChannelFact } from '../channel-access.ts';
import { cloudDriver } from '../cloud/cloud-driver.ts';
import { mediaRules } from '../cloud/media-rules.ts';
import { MediaRejected } from '../cloud/verified-media.ts';

const TRIES = 7;
type Input = {
  readonly messageId: string;
  readonly contactId: string;
  readonly channelId: string;
  readonly kind: MediaKind;
  readonly providerMediaId: string;
  readonly mime: string;
  readonly sha256: string | undefined;
  readonly channel: ChannelFact | undefined;
};
type Fetched = { readonly mediaId: string; readonly mime: string; readonly size: number; readonly sha256: string };

/** Downloads a customer's file, checked while it comes, and keeps it sealed under its contact. */
export const fetchMedia = (ports: { readonly access: ChannelAccess; readonly media: MediaStore; readonly ids: Ids }) =>
  effect<Input, Fetched>({
    name: 'fetch_media',
    safety: 'repeatable',
    // Files live seven days at the provider.
    expiresMs: 7 * 86_400_000,
    leaseMs: 120_000,
    parallel: 8,
    input: async (events, io) => {
      let input: Omit<Input, 'channel'> | null = null;
      for (const e of events as readonly Stored<ConversationEvents>[]) {
        if (e.type === 'MediaStored') return null;
        if (e.type !== 'MessageReceived' && e.type !== 'MessageCorrected') continue;
        const { content } = e.data;
        if (typeof content === 'symbol' || !isMedia(content.kind)) continue;
        const file = content as Extract<typeof content, { mime: string }>;
        if (file.providerMediaId === undefined) continue;
        input = {
          messageId: e.data.messageId,
          contactId: e.data.contactId,
          channelId: e.data.channelId,
          kind: content.kind,
          providerMediaId: file.providerMediaId,
          mime: file.mime,
          sha256: file.sha256,
        };
      }
      return input && { ...input, channel: await io.facts.one<ChannelFact>('channel', input.channelId) };
    },
    check: (i) =>
      Promise.resolve(
        !i.channel || i.channel.state === 'disconnected'
          ? { kind: 'refuse', steps: [{ command: 'RecordMediaFailure', data: { messageId: i.messageId, code: 'channel_disconnected' } }] }
          : i.channel.state === 'suspended'
            ? { kind: 'hold', hold: `channel:${i.channelId}` }
            : { kind: 'go' },
      ),
    limits: () => [],
    started: () => null,
    call: async (i, io): Promise<Outcome<Fetched>> => {
      const client = i.channel && (await ports.access.client(io.tenant, i.channelId, i.channel));
      if (!i.channel || !client) return { kind: 'refused', code: 'token_missing', retry: 'never' };
      const driver = cloudDriver(client, { phoneNumberId: i.channel.phoneNumberId, boundary: () => ports.ids.random() });
      const answer = await driver.fetchMedia(
        { kind: i.kind, providerMediaId: i.providerMediaId, mime: i.mime, ...(i.sha256 !== undefined && { sha256: i.sha256 }) },
        io.signal,
      );
      if (answer.kind !== 'done') return answer;
      try {
        const stored = await ports.media.put(io.tenant, { kind: 'contact', id: i.contactId }, answer.value.body, {
          maxBytes: mediaRules.inbound[i.kind].maxBytes,
          mime: answer.value.mime,
        });
        return { kind: 'done', value: { mediaId: stored.id, mime: answer.value.mime, size: stored.size, sha256: stored.sha256 } };
      } catch (error) {
        if (error instanceof MediaTooLarge) return { kind: 'refused', code: 'too_large', retry: 'never' };
        if (error instanceof MediaRejected)
          return error.why === 'stalled' || error.why === 'cut_off'
            ? { kind: 'ambiguous', why: error.why }
            : { kind: 'refused', code: error.why, retry: 'never' };
        throw error;
      }
    },
    outcome: (i, o) =>
      o.kind === 'done'
        ? [{ command: 'RecordMedia', data: { messageId: i.messageId, ...o.value } }]
        : [{ command: 'RecordMediaFailure', data: { messageId: i.messageId, code: o.kind === 'refused' ? o.code : o.why } }],
    expired: (i) => [{ command: 'RecordMediaFailure', data: { messageId: i.messageId, code: 'expired' } }],
    again: (attempts, o) => (attempts >= TRIES || (o.kind === 'refused' && o.retry === 'never') ? null : 1000 * 2 ** Math.min(attempts, 9)),
  });
