import { checkSteps } from '@master-ia/schemas/channels/channel.ts';
import { checkText } from '@master-ia/schemas/channels/check-texts.ts';
import { suspensionText } from '@master-ia/schemas/channels/suspension-texts.ts';
import type { ChannelRow } from '@master-ia/schemas/channels/tables.ts';
import type { DeliveryProblemRow } from '@master-ia/schemas/ingest/tables.ts';
import type { TemplateRow } from '@master-ia/schemas/templates/tables.ts';
import type { GraphContext } from '../graphql/context.ts';
import { mutate } from '../graphql/mutate.ts';
import { connection, cursorOf, isUuid, pageSize, partsOf } from '../graphql/paging.ts';
import { read } from '../graphql/read.ts';
import { slice, type List } from '../graphql/slice.ts';

const CHANNELS = ['channels'];
const CHANNEL_LIST: List = {
  name: 'channels',
  views: CHANNELS,
  rows: "select * from rm.channel where state <> 'disconnected'",
  id: 'channel_id',
  order: 'name, channel_id',
  max: 200,
};
type Input<T> = { readonly input: T & { readonly commandId?: string | null } };
type Credentials = {
  readonly name?: string | null;
  readonly phoneNumber?: string | null;
  readonly phoneNumberId?: string | null;
  readonly businessAccountId?: string | null;
  readonly accessToken?: string | null;
  readonly appSecret?: string | null;
  readonly appId?: string | null;
  readonly readReceipts?: boolean | null;
};

const headerFormats = new Set(['TEXT', 'IMAGE', 'VIDEO', 'DOCUMENT', 'LOCATION']);
const approved = new Set(['APPROVED', 'PENDING', 'REJECTED', 'PAUSED', 'DISABLED']);
const present = (o: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(o).filter(([, v]) => v !== null && v !== undefined));
const payload = async (
  c: GraphContext,
  command: string,
  data: unknown,
  commandId: string | null | undefined,
  views: readonly string[] = CHANNELS,
) => {
  const done = await mutate<{ readonly channelId?: string; readonly conversationId?: string; readonly messageId?: string }>(
    c,
    command,
    data,
    {
      commandId,
      views,
    },
  );
  const channelId = done.result?.channelId ?? (data as { channelId?: string }).channelId;
  return {
    ...done,
    channel: done.refusal || channelId === undefined ? null : await c.loaders.channel.load(channelId),
    conversationId: done.result?.conversationId ?? null,
    messageId: done.result?.messageId ?? null,
  };
};
const deliveries = (c: GraphContext, id: string) =>
  read<{ deliveries: number; last_at: Date }>(
    c,
    ['deliveries'],
    'channel_deliveries',
    'select deliveries, last_at from rm.channel_delivery where channel_id = $1::uuid',
    [id],
  );

export const channelResolvers = {
  Channel: {
    id: (r: ChannelRow) => r.channel_id,
    phoneNumber: (r: ChannelRow) => r.phone_number,
    phoneNumberId: (r: ChannelRow) => r.phone_number_id,
    businessAccountId: (r: ChannelRow) => r.business_account_id,
    appId: (r: ChannelRow) => r.app_id,
    state: (r: ChannelRow) => r.state.toUpperCase(),
    suspension: (r: ChannelRow, _: unknown, c: GraphContext) =>
      r.suspension === null ? null : suspensionText(r.suspension, c.identity.locale),
    readReceipts: (r: ChannelRow) => r.read_receipts,
    webhookUrl: (r: ChannelRow, _: unknown, c: GraphContext) => c.ports.callbackUrl(r.channel_id, r.simulated),
    verifyToken: (r: ChannelRow, _: unknown, c: GraphContext) => (c.identity.permissions.has('channels.manage') ? r.verify_token : null),
    checklist: (r: ChannelRow, _: unknown, c: GraphContext) =>
      checkSteps.map((step) => {
        const told = r.checks.find((x) => x.step === step);
        const check =
          step === 'test_message' && r.proved
            ? { step, state: 'ok' as const, checkedAt: told?.checkedAt ?? null }
            : (told ?? { step, state: 'pending' as const, checkedAt: null });
        const code = 'code' in check ? check.code : undefined;
        const params = 'params' in check ? check.params : undefined;
        return {
          step: step.toUpperCase(),
          state: check.state.toUpperCase(),
          code: code ?? null,
          message: code === undefined ? null : checkText(code, c.identity.locale, params),
          checkedAt: check.checkedAt === null ? null : new Date(check.checkedAt),
        };
      }),
    lastDeliveryAt: async (r: ChannelRow, _: unknown, c: GraphContext) => (await deliveries(c, r.channel_id))[0]?.last_at ?? null,
    deliveries: async (r: ChannelRow, _: unknown, c: GraphContext) => (await deliveries(c, r.channel_id))[0]?.deliveries ?? 0,
    problems: async (r: ChannelRow, a: { first?: number | null }, c: GraphContext) => {
      const rows = await read<DeliveryProblemRow>(
        c,
        ['deliveries'],
        'channel_problems',
        'select * from rm.delivery_problem where channel_id = $1::uuid order by at desc, delivery_id limit $2',
        [r.channel_id, pageSize(a.first ?? 20)],
      );
      return rows.map((p) => ({ id: p.delivery_id, receivedAt: p.at, code: p.code, size: p.size }));
    },
    held: async (r: ChannelRow, _: unknown, c: GraphContext) => {
      if (r.state !== 'suspended') return 0;
      const { rows } = await c.ports.db.query<{ n: string }>(
        'select count(*) as n from work.queue_item where tenant = $1 and hold = $2',
        [c.identity.tenant, `channel:${r.channel_id}`],
        { name: 'channel_held' },
      );
      return Number(rows[0]?.n ?? 0);
    },
  },
  Template: {
    id: (r: TemplateRow) => r.template_id,
    channelId: (r: TemplateRow) => r.channel_id,
    status: (r: TemplateRow) => (approved.has(r.status) ? r.status : 'OTHER'),
    providerStatus: (r: TemplateRow) => r.status,
    body: (r: TemplateRow) => r.form.body,
    header: (r: TemplateRow) => r.form.header,
    headerFormat: (r: TemplateRow) =>
      r.form.headerFormat === null ? 'NONE' : headerFormats.has(r.form.headerFormat) ? r.form.headerFormat : 'OTHER',
    footer: (r: TemplateRow) => r.form.footer,
    buttons: (r: TemplateRow) => r.form.buttons.map((b) => b.text),
    variables: (r: TemplateRow) =>
      r.form.variables.map((v) => ({
        part: v.part,
        name: v.part === 'button' ? String(v.index ?? 0) : v.name,
        example: v.example ?? null,
      })),
    syncedAt: (r: TemplateRow) => r.synced_at,
  },
  Query: {
    channels: (_: unknown, a: { after?: string | null }, c: GraphContext) => slice<ChannelRow>(c, CHANNEL_LIST, a.after),
    channel: async (_: unknown, a: { id: string }, c: GraphContext) =>
      isUuid(a.id)
        ? ((await read<ChannelRow>(c, CHANNELS, 'channel', 'select * from rm.channel where channel_id = $1::uuid', [a.id]))[0] ?? null)
        : null,
    templates: async (_: unknown, a: { channelId: string; first?: number | null; after?: string | null }, c: GraphContext) => {
      const size = pageSize(a.first);
      if (!isUuid(a.channelId)) return { ...connection<TemplateRow>([], size, () => '', { after: false }), totalCount: 0 };
      const after = a.after ? partsOf(a.after, [/^[\s\S]{1,512}$/, /^[\s\S]{1,20}$/]) : ['', ''];
      const rows = await read<TemplateRow & { total: string }>(
        c,
        ['templates'],
        'templates',
        'select t.*, (select count(*) from rm.template where channel_id = $1::uuid) as total from rm.template t where channel_id = $1::uuid and (name, language) > ($2, $3) order by name, language limit $4',
        [a.channelId, ...after, size + 1],
      );
      return {
        ...connection(rows, size, (r) => cursorOf([r.name, r.language]), { after: Boolean(a.after) }),
        totalCount: Number(rows[0]?.total ?? 0),
      };
    },
  },
  Mutation: {
    connectWhatsAppCloudChannel: (_: unknown, { input: { commandId, ...d } }: Input<Record<string, unknown>>, c: GraphContext) =>
      payload(c, 'ConnectWhatsAppCloudChannel', present(d), commandId),
    updateChannel: (
      _: unknown,
      { input: { commandId, channelId, appId, ...d } }: Input<Credentials & { channelId: string }>,
      c: GraphContext,
    ) => payload(c, 'UpdateChannel', { channelId, ...present(d), ...(appId !== undefined && { appId }) }, commandId),
    checkChannel: (_: unknown, { input: { commandId, ...d } }: Input<{ channelId: string }>, c: GraphContext) =>
      payload(c, 'RequestChannelChecks', d, commandId),
    registerChannelNumber: (_: unknown, { input: { commandId, ...d } }: Input<{ channelId: string; pin: string }>, c: GraphContext) =>
      payload(c, 'RegisterChannelNumber', d, commandId),
    sendTestMessage: (_: unknown, { input: { commandId, ...d } }: Input<{ channelId: string; to: string }>, c: GraphContext) =>
      payload(c, 'SendTestMessage', d, commandId),
    syncTemplates: (_: unknown, { input: { commandId, ...d } }: Input<{ channelId: string }>, c: GraphContext) =>
      payload(c, 'RequestTemplates', d, commandId),
    disconnectChannel: (_: unknown, { input: { commandId, ...d } }: Input<{ channelId: string }>, c: GraphContext) =>
      payload(c, 'DisconnectChannel', d, commandId),
  },
};
