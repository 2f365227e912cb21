import assert from 'node:assert/strict';
import { consoleOn } from './console.ts';
import { openShop } from './shop.ts';
import { simulatorAt } from './simulator.ts';
import type { Scenario } from './stage.ts';
import { until } from './until.ts';

const CUSTOMER = '5531987650003';
/** From the kill to a live screen: the start of the product, then the browser's own next try. */
const BACK_MS = 40_000;

export const crash: Scenario = {
  name: 'kill -9 in the middle of an answer: nobody types anything twice, nothing is sent twice, the open browser comes back by itself',
  engines: ['embedded', 'postgresql'],
  play: async (stage) => {
    const { place, product: first, rita, c, sim, number } = await openShop(stage);
    await sim.write(CUSTOMER, number, { type: 'text', text: 'Oi, tem alguém aí?' });
    await c.go('/inbox');
    await c.tab('ALL');
    await c.open('Carla Mendes');
    await c.write('Um: bom dia!');
    await c.reaches('Um: bom dia!', ['DELIVERED', 'READ']);

    // The provider has taken the second answer and does not say so yet: this is the middle.
    await sim.fault({ kind: 'delay', ms: 20_000, on: 'send', times: 1 });
    await c.write('Dois: vou verificar');
    await until('the provider has the second answer', async () => (await sim.reached(CUSTOMER)).length === 2);
    await c.reaches('Dois: vou verificar', ['SENDING']);
    rita.serverAway(true);
    await first.kill();
    await c.chip('offline').waitFor();
    await c.write('Três: já volto');
    await c.line('Três: já volto').waitFor();

    await stage.product({ place });
    await c.chip('live').waitFor({ timeout: BACK_MS });
    rita.serverAway(false);
    // What the provider tells later decides what became of it.
    await c.reaches('Dois: vou verificar', ['SENT', 'DELIVERED', 'READ'], 20_000);
    await c.reaches('Três: já volto', ['SENT', 'DELIVERED', 'READ'], 20_000);
    await sim.drained();
    for (const words of ['Um: bom dia!', 'Dois: vou verificar', 'Três: já volto'])
      assert.equal(await c.line(words).count(), 1, `${words} is on the screen once`);
    assert.deepEqual(await sim.heard(CUSTOMER, number), ['Um: bom dia!', 'Dois: vou verificar', 'Três: já volto'], 'in order');
    assert.equal((await sim.reached(CUSTOMER)).length, 3, 'each was sent once');
    await sim.write(CUSTOMER, number, { type: 'text', text: 'Obrigada!' });
    await c.line('Obrigada!').waitFor();
  },
};

export const unknownSend: Scenario = {
  name: 'an answer that was cut off with no word from the provider is honestly unknown, and a person decides',
  engines: ['embedded'],
  play: async (stage) => {
    const place = await stage.place();
    const first = await stage.product({ place });
    const owner = await stage.person('owner');
    const c = consoleOn(owner.page, first.url);
    const sim = simulatorAt(first.url);
    const number = (await sim.credentials()).phoneNumbers[0]?.id ?? '';
    await c.enter(first.link ?? '');
    await sim.write(CUSTOMER, number, { type: 'text', text: 'Oi, tem alguém aí?' });
    await c.tab('ALL');
    await c.open('Carla Mendes');
    await c.line('Oi, tem alguém aí?').waitFor();
    // The request is cut before the provider read it: from here the two look the same.
    await sim.fault({ kind: 'cut', when: 'before', on: 'send', times: 1 });
    await c.write('Sim, estamos aqui');
    await c.reaches('Sim, estamos aqui', ['UNKNOWN']);
    owner.serverAway(true);
    await first.kill();
    await stage.product({ place });
    await c.chip('live').waitFor({ timeout: BACK_MS });
    owner.serverAway(false);
    await c.reaches('Sim, estamos aqui', ['UNKNOWN']);
    assert.equal((await sim.reached(CUSTOMER)).length, 0, 'a restart sends nothing by itself');
    await c.line('Sim, estamos aqui').locator('[data-action="send_again"]').click();
    await c.reaches('Sim, estamos aqui', ['DELIVERED', 'READ']);
    assert.equal((await sim.reached(CUSTOMER)).length, 1);
  },
};
