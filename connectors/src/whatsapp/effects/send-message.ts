import type { Readable } from 'node:stream';
import type { FactShapes } from '@master-ia/schemas/facts/index.ts';
import type { ContactEvents } from '@master-ia/schemas/contacts/index.ts';
import { isMedia } from '@master-ia/schemas/conversations/content.ts';
import { ERASED, type Stored } from '@master-ia/schemas/contract.ts';
import { effect, type EffectIo, type EffectStep, type Outcome } from '@master-ia/platform/kernel/effect.ts';
import type { Ids } from '@master-ia/platform/ports/clock.ts';
import type { MediaStore } from '@master-ia/platform/ports/media-store.ts';
import type { ChannelAccess, ChannelFact } from '../channel-access.ts';
import { cloudDriver } from '../cloud/cloud-driver.ts';
import { checkMedia, HEAD_BYTES } from '../cloud/media-rules.ts';
import type { Accepted, Address, WhatsAppDriver } from '../driver.ts';
import { sendIntent, type SendIntent } from './intent.ts';
import { readProviderId } from './provider-id.ts';

/** Meta's default per number, inbound and outbound together; a part is left for what comes in. */
const PER_SECOND = 70;
const HOUR_MS = 3_600_000;
/** Longer than a call may take: a claim that outlives it belongs to a worker that died. */
const LEASE_MS = 20_000;
/** Answers that it was not processed, one after the other; waiting for a limit of our own is no try. */
const TRIES = 8;
const SOON_MS = 1_000;

type Sent = Accepted;
type Suspension = { readonly reason: string; readonly code: string };
type Input = SendIntent & { readonly channel: ChannelFact | undefined };

const refusedStep = (i: Input, code: string, final: boolean, reason: string | null = null): EffectStep => ({
  command: 'RecordSendRefused',
  data: { messageId: i.messageId, attempt: i.attempt, code, reason, final },
});

/** The newest phone and business-scoped id of a contact. */
const addressOf = async (contactId: string, io: EffectIo): Promise<Address | null> => {
  let phone: string | undefined;
  let bsuid: string | undefined;
  for (const e of (await io.stream(`contact-${contactId}`)) as readonly Stored<ContactEvents>[]) {
    if (e.type !== 'ContactAddressAdded' || e.data.address === ERASED) continue;
    if (e.data.kind === 'phone') phone = e.data.address;
    else if (e.data.kind === 'bsuid') bsuid = e.data.address;
  }
  return phone === undefined && bsuid === undefined
    ? null
    : { ...(phone !== undefined && { phone }), ...(bsuid !== undefined && { bsuid }) };
};

/** Uploads the file first: an upload may be made again, so whatever goes wrong with it, nothing was sent. */
const upload = async (
  i: Input,
  driver: WhatsAppDriver,
  media: MediaStore,
  io: EffectIo,
): Promise<{ readonly kind: 'ready'; readonly input: Input } | Outcome<Sent>> => {
  const file = i.mediaId === null ? null : await media.get(io.tenant, i.mediaId);
  const { content } = i;
  if (!file || !isMedia(content.kind) || !('mime' in content)) return { kind: 'refused', code: 'media_gone', retry: 'never' };
  const [head, body] = await beginningOf(file.body);
  const verdict = checkMedia('outbound', content.kind, {
    mime: content.mime,
    size: file.size,
    head,
    voice: content.kind === 'audio' && content.voice,
  });
  if (!verdict.ok) {
    file.body.destroy();
    return { kind: 'refused', code: verdict.why, retry: 'never' };
  }
  const answer = await driver.uploadMedia(
    { kind: content.kind, filename: content.filename ?? 'file', mime: verdict.mime, size: file.size, body },
    io.signal,
  );
  if (answer.kind === 'done')
    return { kind: 'ready', input: { ...i, content: { ...content, providerMediaId: answer.value.providerMediaId } } };
  return answer.kind === 'ambiguous'
    ? { kind: 'refused', code: 'upload_failed', reason: answer.why, retry: { afterMs: SOON_MS } }
    : waiting(answer);
};
/** The first bytes of a file, and all of it. */
const beginningOf = async (source: Readable): Promise<readonly [Uint8Array, AsyncIterable<Uint8Array>]> => {
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  const first = await chunks.next();
  const begun = first.done ? new Uint8Array() : first.value;
  return [
    begun.subarray(0, HEAD_BYTES),
    (async function* () {
      if (begun.length > 0) yield begun;
      for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
    })(),
  ];
};

/** Sends what a person asked to be sent: at most once per attempt. */
export const sendMessage = (ports: { readonly access: ChannelAccess; readonly media: MediaStore; readonly ids: Ids }) => {
  const driverOf = async (i: Input, io: EffectIo): Promise<WhatsAppDriver | null> => {
    const client = i.channel && (await ports.access.client(io.tenant, i.channelId, i.channel));
    return i.channel && client ? cloudDriver(client, { phoneNumberId: i.channel.phoneNumberId, boundary: () => ports.ids.random() }) : null;
  };
  return effect<Input, Sent>({
    name: 'send_message',
    safety: 'once',
    expiresMs: 24 * HOUR_MS,
    leaseMs: LEASE_MS,
    parallel: 32,
    input: async (events, io) => {
      const intent = sendIntent(events);
      return intent && { ...intent, channel: await io.facts.one<ChannelFact>('channel', intent.channelId) };
    },
    check: async (i, io) => {
      const steps = (code: string) => ({ kind: 'refuse', steps: [refusedStep(i, code, true)] }) as const;
      if (i.inDoubt)
        return {
          kind: 'refuse',
          steps: [{ command: 'RecordSendUnknown', data: { messageId: i.messageId, attempt: i.attempt, why: 'no_outcome' } }],
        };
      if (!i.channel || i.channel.state === 'disconnected') return steps('channel_disconnected');
      if (i.channel.state === 'suspended') return { kind: 'hold', hold: `channel:${i.channelId}` };
      const contact = await io.facts.one<FactShapes['contact']>('contact', i.contactId);
      if (contact?.blocked) return steps('contact_blocked');
      if (i.windowed) {
        const c = await io.facts.one<FactShapes['conversation']>('conversation', i.conversationId);
        if (!c?.windowEndsAt || new Date(c.windowEndsAt) <= io.now) return steps('window_closed');
      }
      return { kind: 'go' };
    },
    limits: (i) => [{ key: `whatsapp:${i.channel?.phoneNumberId ?? ''}`, perSecond: PER_SECOND, burst: PER_SECOND }],
    before: async (i, io) => {
      if (i.mediaId === null) return { kind: 'ready', input: i };
      const driver = await driverOf(i, io);
      return driver ? upload(i, driver, ports.media, io) : { kind: 'refused', code: 'token_missing', retry: 'never' };
    },
    started: (i) => ({ command: 'StartSend', data: { messageId: i.messageId, attempt: i.attempt } }),
    call: async (i, io) => {
      const [driver, to, about] = await Promise.all([
        driverOf(i, io),
        addressOf(i.contactId, io),
        i.about === null ? null : readProviderId(io, i.about),
      ]);
      if (!driver) return { kind: 'refused', code: 'token_missing', retry: 'never' };
      if (!to) return { kind: 'refused', code: 'no_address', retry: 'never' };
      if (i.about !== null && about === null) return { kind: 'refused', code: 'reply_unknown', retry: 'never' };
      return waiting(
        await driver.send(
          {
            to,
            content: i.content,
            callbackData: `${i.messageId}:${String(i.attempt)}`,
            ...(about !== null && { replyToProviderId: about }),
          },
          io.signal,
        ),
      );
    },
    outcome: (i, o) => {
      if (o.kind === 'done')
        return [
          {
            command: 'RecordSendAccepted',
            data: { messageId: i.messageId, attempt: i.attempt, providerId: o.value.providerId, held: o.value.held },
          },
        ];
      if (o.kind === 'ambiguous')
        return [{ command: 'RecordSendUnknown', data: { messageId: i.messageId, attempt: i.attempt, why: o.why } }];
      const suspend: Suspension | undefined = o.suspend;
      const final = suspend === undefined && (o.retry === 'never' || i.notProcessed + 1 >= TRIES);
      return [
        refusedStep(i, o.code, final, o.reason ?? null),
        ...(suspend
          ? [
              {
                command: 'SuspendChannel',
                data: { channelId: i.channelId, ...suspend, secretVersion: i.channel?.secrets.accessToken ?? 0 },
              },
            ]
          : []),
      ];
    },
    expired: (i) => [{ command: 'ExpireSend', data: { messageId: i.messageId, attempt: i.attempt } }],
    again: () => null,
  });
};

/** What suspends the channel was not processed: the message waits for the repair and is then sent. */
const waiting = (o: Outcome<Sent>): Outcome<Sent> =>
  o.kind === 'refused' && o.suspend && o.retry === 'never' ? { ...o, retry: { afterMs: SOON_MS } } : o;
