import type { ChannelEvents } from '@master-ia/schemas/channels/index.ts';
import type { Check } from '@master-ia/schemas/channels/channel.ts';
import type { TemplateForm } from '@master-ia/schemas/templates/template.ts';
import { ERASED, type Stored } from '@master-ia/schemas/contract.ts';
import { effect, type EffectIo, type Outcome } from '@master-ia/platform/kernel/effect.ts';
import type { Ids } from '@master-ia/platform/ports/clock.ts';
import type { StoredAny } from '@master-ia/platform/kernel/streams.ts';
import type { ChannelAccess, ChannelFact } from '../channel-access.ts';
import { runChecks } from '../cloud/checks.ts';
import type { GraphFailure } from '../cloud/graph-result.ts';

export type ChannelPorts = {
  readonly access: ChannelAccess;
  readonly ids: Ids;
  /** The public address that deliveries of a channel come to. */
  readonly callbackUrl: (channelId: string, simulated: boolean) => string;
  /** When the provider last verified or delivered at a channel's address, in this process. */
  readonly lastReached: (channelId: string) => Date | null;
};
type Input = {
  readonly channelId: string;
  readonly requestId: string;
  readonly channel: ChannelFact;
  readonly phoneNumber: string;
  readonly verifyToken: string;
  readonly pinVersion: number;
};

const HOUR_MS = 3_600_000;
type Request = 'ChannelChecksRequested' | 'ChannelRegistrationRequested' | 'ChannelTemplatesRequested';

/** The newest request of a kind in a channel's stream. */
const requested =
  (request: Request) =>
  async (events: readonly StoredAny[], io: EffectIo): Promise<Input | null> => {
    let found: { requestId: string; pinVersion: number } | null = null;
    let connected: Pick<
      Extract<Stored<ChannelEvents>, { type: 'ChannelConnected' }>['data'],
      'channelId' | 'phoneNumber' | 'verifyToken'
    > | null = null;
    for (const e of events as readonly Stored<ChannelEvents>[]) {
      if (e.type === 'ChannelConnected') connected = e.data;
      if (e.type === 'ChannelNumberChanged' && connected) connected = { ...connected, phoneNumber: e.data.phoneNumber };
      if (e.type === request) found = { requestId: e.data.requestId, pinVersion: 'pinVersion' in e.data ? e.data.pinVersion : 0 };
    }
    if (!connected || !found || connected.verifyToken === ERASED) return null;
    const channel = await io.facts.one<ChannelFact>('channel', connected.channelId);
    if (!channel || channel.state === 'disconnected') return null;
    return { channelId: connected.channelId, channel, phoneNumber: connected.phoneNumber, verifyToken: connected.verifyToken, ...found };
  };
const common = {
  safety: 'repeatable',
  expiresMs: HOUR_MS,
  leaseMs: 60_000,
  parallel: 2,
  limits: () => [],
  started: () => null,
  expired: () => [],
} as const;
const go = () => Promise.resolve({ kind: 'go' as const });
const failure = (f: GraphFailure): Outcome<never> =>
  f.kind === 'refused'
    ? { kind: 'refused', code: f.code === null ? `http_${String(f.status)}` : String(f.code), retry: 'never' }
    : { kind: 'ambiguous', why: f.why };
const few = (attempts: number, o: { readonly kind: string; readonly retry?: unknown }): number | null =>
  attempts >= 3 || o.retry === 'never' ? null : 2000 * attempts;

type Found = {
  readonly checks: readonly Check[];
  /** Our address that the provider is seen to deliver to. */ readonly subscribedUrl: string | null;
};
/** Runs the connection checklist; what it finds is state of the channel. */
export const checkChannel = (ports: ChannelPorts) =>
  effect<Input, Found>({
    ...common,
    name: 'check_channel',
    input: requested('ChannelChecksRequested'),
    check: go,
    call: async (i, io) => {
      const client = await ports.access.client(io.tenant, i.channelId, i.channel);
      if (!client)
        return { kind: 'done', value: { checks: [{ step: 'token', state: 'failed', code: 'meta_unreachable' }], subscribedUrl: null } };
      const appSecret = await ports.access.secret(io.tenant, i.channelId, 'appSecret', i.channel.secrets.appSecret);
      const begun = io.now;
      const callbackUrl = ports.callbackUrl(i.channelId, i.channel.simulated);
      const checks = await runChecks({
        client,
        hasSecret: appSecret !== null,
        phoneNumberId: i.channel.phoneNumberId,
        phoneNumber: i.phoneNumber,
        businessAccountId: i.channel.businessAccountId,
        appId: i.channel.appId,
        callbackUrl,
        verifyToken: i.verifyToken,
        simulated: i.channel.simulated,
        now: io.now,
        reached: () => (ports.lastReached(i.channelId)?.getTime() ?? 0) >= begun.getTime(),
        signal: io.signal,
      });
      const subscribed = checks.some((c) => c.step === 'webhook' && c.state === 'ok');
      return { kind: 'done', value: { checks, subscribedUrl: subscribed ? callbackUrl : null } };
    },
    outcome: (i, o) =>
      o.kind === 'done' ? [{ command: 'RecordChannelChecks', data: { channelId: i.channelId, requestId: i.requestId, ...o.value } }] : [],
    again: few,
  });

/** Registers the number with its PIN. */
export const registerNumber = (ports: ChannelPorts) =>
  effect<Input, true>({
    ...common,
    name: 'register_number',
    input: requested('ChannelRegistrationRequested'),
    check: go,
    call: async (i, io) => {
      const [client, pin] = await Promise.all([
        ports.access.client(io.tenant, i.channelId, i.channel),
        ports.access.secret(io.tenant, i.channelId, 'pin', i.pinVersion),
      ]);
      if (!client || pin === null) return { kind: 'refused', code: 'token_missing', retry: 'never' };
      const answer = await client.register(i.channel.phoneNumberId, pin, io.signal);
      return answer.kind === 'ok' ? { kind: 'done', value: true } : failure(answer);
    },
    outcome: (i, o) => [
      {
        command: 'RecordChannelRegistration',
        data: {
          channelId: i.channelId,
          requestId: i.requestId,
          ok: o.kind === 'done',
          code: o.kind === 'done' ? null : o.kind === 'refused' ? o.code : o.why,
        },
      },
    ],
    again: few,
  });

type Synced = { readonly forms: readonly TemplateForm[]; readonly gone: readonly string[] };
/** Reads the account's templates: what is new or changed is recorded, what is gone is removed. */
export const syncTemplates = (
  ports: ChannelPorts & { readonly templateId: (tenant: string, channelId: string, name: string, language: string) => string },
) =>
  effect<Input & { readonly tenant: string }, Synced>({
    ...common,
    name: 'sync_templates',
    input: async (events, io) => {
      const input = await requested('ChannelTemplatesRequested')(events, io);
      return input && { ...input, tenant: io.tenant };
    },
    check: go,
    call: async (i, io) => {
      const client = await ports.access.client(io.tenant, i.channelId, i.channel);
      if (!client) return { kind: 'refused', code: 'token_missing', retry: 'never' };
      const answer = await client.templates(i.channel.businessAccountId, io.signal);
      if (answer.kind !== 'ok') return failure(answer);
      const now = new Set(answer.value.templates.map((t) => ports.templateId(io.tenant, i.channelId, t.name, t.language)));
      const before = Object.keys((await io.facts.one<Readonly<Record<string, unknown>>>('templates_of', i.channelId)) ?? {});
      return {
        kind: 'done',
        value: { forms: answer.value.templates, gone: answer.value.complete ? before.filter((id) => !now.has(id)) : [] },
      };
    },
    outcome: (i, o) =>
      o.kind !== 'done'
        ? []
        : [
            ...o.value.forms.map((form) => ({
              command: 'RecordTemplate',
              data: { templateId: ports.templateId(i.tenant, i.channelId, form.name, form.language), channelId: i.channelId, form },
            })),
            ...o.value.gone.map((templateId) => ({ command: 'RemoveTemplate', data: { templateId, channelId: i.channelId } })),
          ],
    again: few,
  });
