import { signatureOf } from '@master-ia/connectors/whatsapp/cloud/signature.ts';
import type { Credentials, SimClient } from '@master-ia/connectors/whatsapp/simulator/testing/client.ts';
import type { Clock } from '@master-ia/platform/ports/clock.ts';
import type { Commands, CommandEnvelope, CommandResult } from '@master-ia/platform/ports/commands.ts';
import type { FactStore } from '@master-ia/platform/ports/facts.ts';
import { systemIds, uuidFrom } from '@master-ia/platform/runtime/ids.ts';
import type { Actor } from '@master-ia/schemas/contract.ts';
import type { InboxRow, ThreadRow } from '@master-ia/schemas/conversations/tables.ts';

const INSTALLER: Actor = { kind: 'installation', id: 'test' };
type Query = <R = Record<string, unknown>>(text: string, values?: readonly unknown[]) => Promise<R[]>;
export type Channel = { readonly id: string; readonly phoneNumberId: string; readonly appSecret: string };
/** A message of the thread as a screen shows it. */
export type Shown = Pick<
  ThreadRow,
  | 'item_id'
  | 'conversation_id'
  | 'direction'
  | 'kind'
  | 'text'
  | 'content'
  | 'media'
  | 'status'
  | 'failure'
  | 'reactions'
  | 'reply_to'
  | 'attempts'
  | 'at'
>;

/** What Meta posts: one change of one number. */
export const delivery = (phoneNumberId: string, value: Record<string, unknown>): string =>
  JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: '102290129340398',
        changes: [
          {
            value: {
              messaging_product: 'whatsapp',
              metadata: { display_phone_number: '15550783881', phone_number_id: phoneNumberId },
              ...value,
            },
            field: 'messages',
          },
        ],
      },
    ],
  });
export type Said = { readonly from?: string; readonly id: string; readonly name?: string; readonly at?: Date } & Record<string, unknown>;
/** A customer's message in a delivery; text unless the parts of another type are given. */
export const said = (now: Date, m: Said): Record<string, unknown> => {
  const { from = '5511987654321', id, name = 'Ana', at = now, text = 'Oi', ...rest } = m as Said & { readonly text?: string };
  const body = 'type' in rest ? rest : { type: 'text', text: { body: text }, ...rest };
  return {
    contacts: [{ profile: { name }, wa_id: from }],
    messages: [{ from, id, timestamp: String(Math.floor(at.getTime() / 1000)), ...body }],
  };
};
export const told = (
  now: Date,
  s: { readonly id: string; readonly status: string; readonly callback?: string; readonly at?: Date; readonly code?: number },
): Record<string, unknown> => ({
  statuses: [
    {
      id: s.id,
      status: s.status,
      timestamp: String(Math.floor((s.at ?? now).getTime() / 1000)),
      recipient_id: '5511987654321',
      ...(s.callback !== undefined && { biz_opaque_callback_data: s.callback }),
      ...(s.code !== undefined && { errors: [{ code: s.code, title: 'x' }] }),
    },
  ],
});

/** A company of its own in a world, with its owner. */
export const openCompany = async (w: {
  readonly name: string;
  readonly commands: Commands;
  readonly facts: FactStore;
  readonly sim: SimClient;
  readonly address: string;
  readonly query: Query;
  readonly clock: Clock;
  drain(): Promise<void>;
}) => {
  const id = uuidFrom('world', w.name);
  const send = async (name: string, data: unknown, more: Partial<CommandEnvelope> = {}): Promise<CommandResult> => {
    const answer = await w.commands.send({ name, id: systemIds.random(), tenant: id, data, actor: INSTALLER, ...more });
    // What is sent next may be decided by what was done now.
    if (answer.ok) await w.facts.reached(answer.position, 5000);
    return answer;
  };
  const done = async <R = Record<string, string>>(name: string, data: unknown, more: Partial<CommandEnvelope> = {}): Promise<R> => {
    const answer = await send(name, data, more);
    if (!answer.ok) throw new Error(`${name} was refused: ${JSON.stringify(answer.refusal)}`);
    return answer.result as R;
  };
  const { userId } = await done('CreateOwner', { companyId: id, companyName: w.name, email: `${id}@example.com`, name: 'Dona' });
  const owner: Actor = { kind: 'user', id: userId as string };
  const connect = async (
    phoneNumberId: string,
    o: {
      readonly businessAccountId?: string;
      readonly accessToken?: string;
      readonly appSecret?: string;
      readonly appId?: string;
      readonly phoneNumber?: string;
    } = {},
  ): Promise<Channel> => {
    const { credentials } = w.sim;
    const appSecret = o.appSecret ?? credentials.appSecret;
    const body = {
      name: 'Loja',
      phoneNumber: '+5511988887777',
      phoneNumberId,
      businessAccountId: '102290129340398',
      accessToken: credentials.accessToken,
      ...o,
      appSecret,
    };
    const { channelId } = await done('ConnectWhatsAppCloudChannel', body, { actor: owner });
    return { id: channelId as string, phoneNumberId, appSecret };
  };
  const post = async (
    channelId: string,
    body: string | Uint8Array,
    headers: Readonly<Record<string, string>> | readonly (readonly [string, string])[] = {},
  ): Promise<number> => {
    const answer = await fetch(`${w.address}/webhooks/whatsapp/${channelId}`, {
      method: 'POST',
      headers: new Headers([['content-type', 'application/json'], ...(Array.isArray(headers) ? headers : Object.entries(headers))] as [
        string,
        string,
      ][]),
      body: body as string | Uint8Array<ArrayBuffer>,
    });
    await answer.arrayBuffer();
    return answer.status;
  };
  const thread = async (conversationId?: string): Promise<Shown[]> =>
    w.query<Shown>(
      `select item_id, conversation_id, direction, kind, text, content, media, status, failure, reactions, reply_to, attempts, at
       from rm.thread_item where tenant_id = $1 and type = 'message' and ($2::uuid is null or conversation_id = $2) order by at, position`,
      [id, conversationId ?? null],
    );
  return {
    id,
    owner,
    send,
    done,
    /** As a person of the company. */
    as: (actor: Actor, name: string, data: unknown, more: Partial<CommandEnvelope> = {}) => send(name, data, { actor, ...more }),
    person: async (name: string, role = 'agent'): Promise<Actor> => {
      const person = (await done('InviteUser', { email: `${name}.${id}@example.com`, role }))['userId'] as string;
      await done('JoinCompany', { memberId: uuidFrom(id, 'member', person), userId: person });
      return { kind: 'user', id: person };
    },
    connect,
    /** A number of its own at the simulator, registered and subscribed. */
    connectSimulated: async (): Promise<Channel> => {
      const known = async () => (await w.sim.sim('GET', 'credentials')) as unknown as Credentials;
      const before = new Set((await known()).phoneNumbers.map((n) => n.id));
      await w.sim.sim('POST', 'accounts', { name: w.name.slice(0, 80) });
      const { accessToken, appSecret, appId, phoneNumbers } = await known();
      const number = phoneNumbers.find((n) => !before.has(n.id));
      if (!number) throw new Error('the simulator made no number');
      w.sim.useToken(accessToken);
      await w.sim.graph('POST', `${number.id}/register`, { messaging_product: 'whatsapp', pin: '123456' });
      const channel = await connect(number.id, {
        businessAccountId: number.wabaId,
        accessToken,
        appSecret,
        appId,
        phoneNumber: number.phone,
      });
      await w.drain();
      return channel;
    },
    /** Posts a body as Meta would, signed with the channel's secret unless other headers are given. Answers the status. */
    post,
    deliver: (c: Channel, body: string | Uint8Array): Promise<number> =>
      post(c.id, body, { 'x-hub-signature-256': signatureOf(c.appSecret, typeof body === 'string' ? Buffer.from(body) : body) }),
    inbox: () => w.query<InboxRow>('select * from rm.inbox where tenant_id = $1 order by last_at desc', [id]),
    thread,
    contacts: () =>
      w.query<{ contact_id: string; name: string; phone: string | null; linked: readonly string[] }>(
        'select contact_id, name, phone, linked from rm.contact where tenant_id = $1 order by name',
        [id],
      ),
    problems: () =>
      w.query<{ delivery_id: string; code: string }>('select delivery_id, code from rm.delivery_problem where tenant_id = $1 order by at', [
        id,
      ]),
    /** Types of the events of the company since a position. */
    events: async (domain: string) =>
      (await w.query<{ type: string }>('select type from log.event where tenant = $1 and domain = $2 order by position', [id, domain])).map(
        (e) => e.type,
      ),
  };
};
export type Company = Awaited<ReturnType<typeof openCompany>>;
