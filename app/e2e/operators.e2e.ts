import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { consoleOn } from './console.ts';
import { phoneOn } from './phone.ts';
import { ROOT } from './program.ts';
import { openShop } from './shop.ts';
import { simulatorAt } from './simulator.ts';
import type { Scenario } from './stage.ts';
import { until } from './until.ts';

const ASSETS = join(ROOT, 'connectors/src/whatsapp/simulator/assets');
const DIEGO = '5585987650004';
const CARLA = '5531987650003';
/** Sizes and lengths that the browser itself found in the files. */
const loaded = (what: Locator, property: 'naturalWidth' | 'duration'): Promise<true> =>
  until(
    `${property} of what arrived`,
    async () => Number(await what.evaluate((e: unknown, name: string) => (e as Record<string, unknown>)[name], property)) > 0,
  );

export const operators: Scenario = {
  name: 'two phones and two operators: text, photo, voice note and replies both ways',
  engines: ['embedded', 'postgresql'],
  play: async (stage) => {
    const { product, sim, number, c: r } = await openShop(stage);
    const bia = await stage.person('Bia');
    const b = consoleOn(bia.page, product.url);
    await b.acceptInvite(await r.invite('bia@example.com', 'SUPERVISOR'), 'Beatriz', 'outra frase comprida');
    await r.go('/inbox');

    const customers = await stage.person('customers');
    const diego = phoneOn(customers.page, product.url);
    const carla = phoneOn(await customers.tab(), product.url);
    await diego.open(DIEGO, number);
    await carla.open(CARLA, number);
    await diego.write('Boa tarde, vocês têm mochila preta?');
    await carla.write('Oi, e a troca da sandália?');
    for (const c of [r, b]) {
      await c.tab('ALL');
      await c.row('Diego Ferreira').waitFor();
      await c.row('Carla Mendes').waitFor();
    }

    // Each operator with one customer; both see both.
    await r.open('Diego Ferreira');
    await b.open('Carla Mendes');
    await r.write('Temos sim! Vou mandar uma foto.');
    await b.write('Pode vir hoje, até as 18h.');
    await diego.theirs('Vou mandar uma foto').waitFor();
    await carla.theirs('até as 18h').waitFor();
    await r.row('Carla Mendes').filter({ hasText: 'até as 18h' }).filter({ hasText: 'Beatriz' }).waitFor();
    await b.open('Diego Ferreira');
    await b.line('Temos sim! Vou mandar uma foto.').waitFor();

    await diego.attach('samplePhoto');
    await diego.attach('voiceNote');
    for (const c of [r, b]) {
      await loaded(c.thread.locator('mia-photo-tile img').last(), 'naturalWidth');
      await loaded(c.thread.locator('mia-audio-player audio').last(), 'duration');
    }
    await r.page.getByTestId('files').setInputFiles([join(ASSETS, 'photo.jpg'), join(ASSETS, 'voice-note.ogg')]);
    await r.page.getByTestId('send').click();
    await loaded(diego.theirsOf('image').locator('img'), 'naturalWidth');
    await diego.theirsOf('audio').waitFor();
    const heard = (await sim.chat(DIEGO, number)).bubbles.filter((x) => !x.mine && x.type === 'audio');
    assert.deepEqual(
      heard.map((x) => x.content.voice),
      [true],
      'an .ogg goes as a voice note',
    );
    await b.thread.locator('mia-bubble[data-side="out"] mia-photo-tile').waitFor();

    // Replies quote, in both directions.
    await diego.reply('Temos sim! Vou mandar uma foto.', 'Adorei, quanto custa?');
    await r.line('Adorei, quanto custa?').locator('mia-quote').filter({ hasText: 'Vou mandar uma foto' }).waitFor();
    await b.line('Adorei, quanto custa?').hover();
    await b.line('Adorei, quanto custa?').locator('[data-tool="quote"]').click();
    await b.write('Custa R$ 120,00');
    await diego.theirs('Custa R$ 120,00').locator('.quoted').filter({ hasText: 'quanto custa' }).waitFor();
    await r.line('Custa R$ 120,00').filter({ hasText: 'Beatriz' }).waitFor();
    await r.reaches('Custa R$ 120,00', ['READ']);
  },
};

export const expiredWindow: Scenario = {
  name: 'an expired window locks the composer to templates, and the answer to a template opens it',
  engines: ['embedded'],
  play: async (stage) => {
    const product = await stage.product();
    const sim = simulatorAt(product.url);
    const number = (await sim.credentials()).phoneNumbers[0]?.id ?? '';
    const customer = (await sim.customer('5511955550123', 'Otávio Reis')).id;
    const owner = await stage.person('owner');
    const c = consoleOn(owner.page, product.url);
    await c.enter(product.link ?? '');
    await c.tab('ALL');
    const phone = phoneOn(await owner.tab(), product.url);
    await phone.open(customer, number);
    await phone.dateBack(25);
    await phone.write('Qual o prazo de entrega?');
    await c.row('Otávio Reis').waitFor();
    await owner.page.bringToFront();
    await c.open('Otávio Reis');
    await owner.page.getByTestId('locked').waitFor();
    assert.equal(await c.composer.count(), 0, 'nothing can be typed that could not be sent');

    await owner.page.getByTestId('choose-template').click();
    const dialog = owner.page.getByRole('dialog');
    await dialog.getByTestId('template').selectOption({ label: 'retomar_conversa · pt_BR' });
    await dialog.getByTestId('send-template').click();
    await c.reaches('Podemos continuar a conversa', ['DELIVERED', 'READ']);
    await owner.page.getByTestId('locked').waitFor();

    await phone.dateBack(0);
    await phone.write('Podemos sim');
    await c.composer.waitFor();
    await c.write('O prazo é de dois dias úteis.');
    await phone.theirs('O prazo é de dois dias úteis.').waitFor();
    assert.deepEqual(
      (await sim.reached(customer)).map((s) => s.type),
      ['template', 'text'],
    );
  },
};
