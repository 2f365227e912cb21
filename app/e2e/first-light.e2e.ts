import assert from 'node:assert/strict';
import { consoleOn } from './console.ts';
import { phoneOn } from './phone.ts';
import { runProgram } from './program.ts';
import { simulatorAt } from './simulator.ts';
import type { Scenario } from './stage.ts';

/** A person sees it at once: a screen that took longer would be a fault, a loaded machine is not. */
const AT_ONCE_MS = 3_000;
const CUSTOMER = '5531987650003';

export const firstLight: Scenario = {
  name: 'first light: the link opens the inbox, a typed message is there at once, the answer goes clock, one tick, two ticks, blue',
  engines: ['embedded', 'postgresql'],
  play: async (stage) => {
    const product = await stage.product();
    const ana = await stage.person('Ana');
    const c = consoleOn(ana.page, product.url);
    if (product.link !== null) await c.enter(product.link);
    else {
      // On PostgreSQL nothing is printed: the administrator makes a link.
      const made = await runProgram('app/src/admin.ts', ['user', 'recover', 'ana@demo.invalid'], product.env);
      const link = /\S+\/recover#\S+/.exec(made.out)?.[0];
      assert.ok(link, `${made.out}${made.err}`);
      await c.recover(link, 'uma frase bem comprida');
    }
    await c.tab('ALL');
    for (const name of ['Ana Souza', 'Bruno Lima', 'Carla Mendes', 'Diego Ferreira']) await c.row(name).waitFor();
    await c.chip('live').waitFor();

    const sim = simulatorAt(product.url);
    const number = (await sim.credentials()).phoneNumbers[0]?.id ?? '';
    // Slow enough to be seen one after the other.
    await sim.settings({ sentDelayMs: 900, deliveredDelayMs: 1_800 });
    await sim.fault({ kind: 'delay', ms: 700, on: 'send', times: 1 });
    const phone = phoneOn(await ana.tab(), product.url);
    await phone.open(CUSTOMER, number);
    await phone.write('A sandália é a 37, preciso da 38');
    const typed = performance.now();
    await c.row('Carla Mendes').filter({ hasText: 'preciso da 38' }).waitFor({ timeout: AT_ONCE_MS });
    assert.ok(performance.now() - typed < AT_ONCE_MS);
    await ana.page.bringToFront();
    await c.open('Carla Mendes');
    await c.line('preciso da 38').waitFor();
    // The phone looks at somebody else meanwhile.
    await phone.open('5521987650002', number);

    const answer = 'Claro! Pode trazer que trocamos na hora.';
    await c.write(answer);
    await c.reaches(answer, ['QUEUED', 'SENDING']);
    await c.reaches(answer, ['ACCEPTED', 'SENT']);
    await c.reaches(answer, ['DELIVERED']);
    assert.equal(await c.line(answer).count(), 1);
    await phone.open(CUSTOMER, number);
    await phone.theirs(answer).waitFor();
    await c.reaches(answer, ['READ']);
    assert.deepEqual(await sim.heard(CUSTOMER, number), [answer]);
    assert.equal((await sim.reached(CUSTOMER)).length, 1, 'it went through the provider, once');
  },
};
