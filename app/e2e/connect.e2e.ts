import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { consoleOn } from './console.ts';
import { phoneOn } from './phone.ts';
import { simulatorAt } from './simulator.ts';
import type { Scenario } from './stage.ts';
import { text } from './texts.ts';

/** What a person copies from the provider's developer page, after making an account there. */
const copied = async (page: Page, productUrl: string, account: string) => {
  await page.goto(`${productUrl}/simulator/developer.html`);
  await page.locator('#account-name').fill(account);
  await page.locator('#account-form button').click();
  const card = page.locator('.account').filter({ hasText: account });
  await card.waitFor();
  const codes = await card.locator('.copy-line .code').allTextContents();
  const shown = async (key: string): Promise<string> => {
    const code = page.locator(`[data-value="${key}"]`);
    const masked = (await code.textContent())?.includes('•') ?? false;
    if (masked) await code.locator('xpath=following-sibling::button[1]').click();
    return (await page.locator(`[data-value="${key}"]`).textContent())?.trim() ?? '';
  };
  return {
    phone: codes[0] ?? '',
    phoneNumberId: codes[1] ?? '',
    businessAccountId: (await card.locator('h3 .chip').textContent())?.trim() ?? '',
    appId: await shown('appId'),
    appSecret: await shown('appSecret'),
    accessToken: await shown('accessToken'),
  };
};

export const connectNumber: Scenario = {
  name: 'connecting a number by the screen only: a wrong token, a wrong secret, then right; each error says what to fix',
  engines: ['embedded'],
  play: async (stage) => {
    const product = await stage.product();
    const owner = await stage.person('owner');
    const c = consoleOn(owner.page, product.url);
    await c.enter(product.link ?? '');
    await c.createCompany('Padaria do Zé');
    const keys = await copied(await owner.tab(), product.url, 'Padaria do Zé');
    await owner.page.bringToFront();

    await c.connect({ ...keys, name: 'Balcão', accessToken: `${keys.accessToken.slice(0, -4)}AAAA`, appSecret: '0'.repeat(32) });
    await c.check('TOKEN', 'FAILED').waitFor();
    assert.match(await c.check('TOKEN').innerText(), /token de acesso não vale.*gere um novo em business\.facebook\.com/s);

    const replace = async (button: string, label: string, value: string): Promise<void> => {
      await c.button(button).first().click();
      const dialog = owner.page.getByRole('dialog');
      await c.field(label, dialog).fill(value);
      await c.button('credentials.do', dialog).click();
      await dialog.waitFor({ state: 'detached' });
    };
    await replace('channels.replaceToken', 'credentials.accessToken', keys.accessToken);
    await c.check('TOKEN', 'OK').waitFor();
    await c.check('SECRET', 'FAILED').waitFor();
    assert.match(await c.check('SECRET').innerText(), /chave secreta não é a do aplicativo.*copie-a de novo em developers\.facebook\.com/s);

    await replace('channels.replaceSecret', 'credentials.appSecret', keys.appSecret);
    await c.check('SECRET', 'OK').waitFor();
    // A further account's number is not registered yet.
    await c.check('REGISTERED').filter({ hasText: 'ainda não está registrado' }).waitFor();
    await c.button('register.do').click();
    await c.field('register.pin').fill('123456');
    await c.button('register.do', owner.page.getByRole('dialog')).click();
    await c.check('REGISTERED', 'OK').waitFor();
    await c.check('WEBHOOK', 'OK').waitFor();

    const customer = '5511912340077';
    await simulatorAt(product.url).customer(customer, 'Zilda Prado');
    await c.button('test.do').first().click();
    await c.field('test.phone').fill('11 91234-0077');
    await c.button('test.do', owner.page.getByRole('dialog')).click();
    await c.check('TEST_MESSAGE', 'OK').waitFor();
    await owner.page.getByText(text('channels.checksDone', { n: '5', of: '5' })).waitFor();

    const phone = phoneOn(await owner.tab(), product.url);
    await phone.open(customer, keys.phoneNumberId);
    await phone.theirsOf('template').waitFor();
    // The way back works from the first moment.
    await phone.write('Chegou! Bom dia');
    await c.go('/inbox/all');
    await c.row('Zilda Prado').waitFor();
  },
};
