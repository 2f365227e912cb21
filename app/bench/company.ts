import { randomUUID } from 'node:crypto';
import { systemIds } from '@master-ia/platform/runtime/ids.ts';
import { INSTALLATION, type Actor } from '@master-ia/schemas/contract.ts';
import type { Role } from '@master-ia/schemas/permissions.ts';
import type { Product } from './product.ts';
import type { Served } from './serve.ts';

const INSTALLER: Actor = { kind: 'installation', id: 'bench' };
const FACTS_MS = 30_000;
/** Commands under way at a time while a company is filled. */
const WIDTH = 16;
export const APP_SECRET = 'a secret of the bench';
export const PHONE_NUMBER_ID = '106540352242922';
/** E.164, of the i-th customer. */
export const phoneOf = (i: number): string => `+55119${String(80_000_000 + i)}`;

export const atOnce = async (count: number, width: number, work: (i: number) => Promise<void>): Promise<void> => {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < count; i = next++) await work(i);
  };
  await Promise.all(Array.from({ length: Math.min(width, count) }, worker));
};

/** A company with people, a channel and conversations, made by the product's own commands. */
export const makeCompany = async ({ engines }: Product, served: Served) => {
  const companyId = randomUUID();
  const send = async <R>(name: string, data: unknown, o: { readonly actor?: Actor; readonly tenant?: string } = {}): Promise<R> => {
    const answer = await served.commands.send({ name, id: randomUUID(), tenant: o.tenant ?? companyId, data, actor: o.actor ?? INSTALLER });
    if (!answer.ok) throw new Error(`${name} was refused: ${answer.refusal.code} ${answer.refusal.field ?? ''}`);
    return answer.result as R;
  };
  const settled = async (): Promise<void> => {
    const head = await engines.store.head();
    if (!(await served.facts.reached(head, FACTS_MS))) throw new Error('the facts stay behind');
    if (!(await served.projection.reached(['team', 'channels', 'inbox', 'thread'], head, FACTS_MS)))
      throw new Error('the views stay behind');
  };
  const { userId: owner } = await send<{ userId: string }>('CreateOwner', {
    companyId,
    companyName: 'Bench',
    email: `${companyId}@bench.invalid`,
    name: 'Olga',
  });
  /** The cookie of a new session, signed in as people are: by a one-use link. */
  const cookieOf = async (userId: string): Promise<string> => {
    const { token } = await send<{ token: string }>(
      'MakeLink',
      { userId, companyId, purpose: 'enter', minutes: 60 },
      { tenant: INSTALLATION },
    );
    const answer = await fetch(`${served.url}/auth/enter`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
    if (answer.status !== 204 || cookie === undefined) throw new Error(`signing in answered ${answer.status}: ${await answer.text()}`);
    return cookie;
  };
  await settled();
  return {
    companyId,
    owner,
    settled,
    cookieOf,
    send,
    person: async (role: Role): Promise<string> => {
      const { userId } = await send<{ userId: string }>('InviteUser', { email: `${randomUUID()}@bench.invalid`, name: 'Pessoa', role });
      await send('JoinCompany', { memberId: systemIds.from(companyId, 'member', userId), userId });
      await settled();
      return userId;
    },
    /** The first has {@link PHONE_NUMBER_ID}. */
    channel: async (number = 0): Promise<string> => {
      const data = {
        name: `Loja ${number}`,
        phoneNumber: `+55113000000${number}`,
        phoneNumberId: String(Number(PHONE_NUMBER_ID) + number),
        businessAccountId: '102290129340398',
        accessToken: 'token',
        appSecret: APP_SECRET,
      };
      const { channelId } = await send<{ channelId: string }>('ConnectWhatsAppCloudChannel', data, { actor: { kind: 'user', id: owner } });
      await settled();
      return channelId;
    },
    /** Conversations whose customers have just written. */
    conversations: async (channelId: string, count: number): Promise<readonly string[]> => {
      const made: string[] = [];
      await atOnce(count, WIDTH, async (i) => {
        const { conversationId } = await send<{ conversationId: string }>(
          'ReceiveInbound',
          {
            channelId,
            providerId: `wamid.${randomUUID()}`,
            deliveryId: randomUUID(),
            toldAt: new Date().toISOString(),
            sender: { phone: phoneOf(i), profileName: `Cliente ${i}` },
            content: { kind: 'text', text: 'Olá, tudo bem?' },
            parser: 1,
          },
          { actor: { kind: 'connector', id: 'bench' } },
        );
        made.push(conversationId);
      });
      await settled();
      return made;
    },
  };
};
export type Company = Awaited<ReturnType<typeof makeCompany>>;
