import { consoleOn, type Console } from './console.ts';
import type { Person } from './browser.ts';
import type { Webhook } from './crowd.ts';
import type { Place } from './place.ts';
import type { Product } from './product.ts';
import { simulatorAt, type Simulator } from './simulator.ts';
import type { Stage } from './stage.ts';

const ADMIN = { ADMIN_EMAIL: 'rita@example.com', ADMIN_PASSWORD: 'uma frase bem comprida', ADMIN_COMPANY: 'Casa Rita' };

/** A company of one's own beside the demo, with a number of the simulator connected and nobody written to yet; Rita, its owner, is signed in. */
export type Shop = {
  readonly place: Place;
  readonly product: Product;
  readonly rita: Person;
  readonly c: Console;
  readonly sim: Simulator;
  /** Phone-number id of the connected number. */
  readonly number: string;
  /** Where deliveries of that number are posted, and what signs them. */
  readonly webhook: Webhook;
};

export const openShop = async (stage: Stage): Promise<Shop> => {
  const place = await stage.place();
  const onServer = stage.engine === 'postgresql';
  const product = await stage.product({ place, env: onServer ? ADMIN : {} });
  const rita = await stage.person('Rita');
  const c = consoleOn(rita.page, product.url);
  if (product.link === null) {
    await c.signIn(ADMIN.ADMIN_EMAIL, ADMIN.ADMIN_PASSWORD);
    await c.go('/settings/channels');
  } else {
    await c.enter(product.link);
    await c.createCompany(ADMIN.ADMIN_COMPANY);
  }
  const sim = simulatorAt(product.url);
  const keys = await sim.credentials();
  const number = keys.phoneNumbers[1];
  if (!number) throw new Error('the simulator has no second number');
  await c.connect({
    name: 'Loja',
    phone: number.phone,
    phoneNumberId: number.id,
    businessAccountId: number.wabaId,
    accessToken: keys.accessToken,
    appSecret: keys.appSecret,
    appId: keys.appId,
  });
  await c.check('WEBHOOK', 'OK').waitFor();
  const channelId = new URL(rita.page.url()).pathname.split('/').at(-1) ?? '';
  const url = `${product.url}/webhooks/whatsapp/${channelId}`;
  return { place, product, rita, c, sim, number: number.id, webhook: { url, phoneNumberId: number.id, appSecret: keys.appSecret } };
};
