import { setTimeout as pause } from 'node:timers/promises';
import { signatureOf } from '@master-ia/connectors/whatsapp/cloud/signature.ts';
import { delivery, said } from '../src/testing/company.ts';

export type Webhook = { readonly url: string; readonly phoneNumberId: string; readonly appSecret: string };
export type Customer = { readonly phone: string; readonly name: string };
export type Written = { readonly from: Customer; readonly text: string };

const LOOK_MS = 5;

/**
 * Customers, each in turn, write so many messages a second until told to stop, or until there are `most`: signed deliveries as Meta posts them. An open loop: what is to be sent is sent, whether earlier ones
 * have been answered or not. An answer other than 200 is thrown by `stop`.
 */
export const crowd = (to: Webhook, customers: readonly Customer[], o: { readonly perSecond: number; readonly most: number }) => {
  const written: Written[] = [];
  const under = new Set<Promise<void>>();
  const began = performance.now();
  let going = true;
  let failure: { readonly error: unknown } | undefined;
  const post = async (m: Written, n: number): Promise<void> => {
    const body = delivery(
      to.phoneNumberId,
      said(new Date(), { id: `wamid.crowd.${String(n)}`, from: m.from.phone, name: m.from.name, text: m.text }),
    );
    const answer = await fetch(to.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-hub-signature-256': signatureOf(to.appSecret, Buffer.from(body)) },
      body,
    });
    await answer.arrayBuffer();
    if (answer.status !== 200) throw new Error(`a delivery was answered ${String(answer.status)}`);
  };
  const over = (async () => {
    while (going) {
      for (let n = written.length; n < o.most && began + (n * 1000) / o.perSecond <= performance.now(); n++) {
        const message = { from: customers[n % customers.length]!, text: `mensagem ${String(n + 1)}.` };
        written.push(message);
        const done: Promise<void> = post(message, n)
          .catch((error: unknown) => void (failure ??= { error }))
          .finally(() => under.delete(done));
        under.add(done);
      }
      await pause(LOOK_MS);
    }
  })();
  return {
    sent: () => written.length,
    /** Answers all that was sent, once all of it is acknowledged. */
    stop: async (): Promise<readonly Written[]> => {
      going = false;
      await over;
      await Promise.all(under);
      if (failure) throw failure.error;
      return written;
    },
  };
};
