import assert from 'node:assert/strict';
import { audit } from '../screens/audit.ts';
import { tourOf } from '../screens/tour.ts';
import { consoleOn } from './console.ts';
import type { Scenario } from './stage.ts';

export const accessibility: Scenario = {
  name: 'axe finds nothing serious on any screen, desktop in light and phone in dark',
  engines: ['embedded'],
  limitMs: 240_000,
  play: async (stage) => {
    const product = await stage.product();
    const first = await stage.person('desktop');
    await consoleOn(first.page, product.url).enter(product.link ?? '');
    const found: string[] = [];
    const { cookies, origins } = await first.context.storageState();
    const phone = await stage.person('phone', {
      viewport: { width: 390, height: 844 },
      colorScheme: 'dark',
      hasTouch: true,
      isMobile: true,
      storageState: { cookies, origins },
    });
    for (const person of [first, phone]) {
      for (const screen of await tourOf(person.page, product.url)) {
        await screen.show();
        found.push(...(await audit(person.page)).map((f) => `${screen.name} (${person.name}): ${f}`));
        await screen.leave();
      }
    }
    assert.deepEqual(found, []);
  },
};
