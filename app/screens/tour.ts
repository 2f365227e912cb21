import type { Page } from 'playwright-core';

/** A screen of the product: how one gets there, and how one leaves it as it was. */
export type Screen = { readonly name: string; show(): Promise<void>; leave(): Promise<void> };

const nothing = async (): Promise<void> => undefined;
const IDLE_MS = 10_000;

/** Every screen and dialog that a signed-in person can open, in the order in which they are walked. */
export const tourOf = async (page: Page, productUrl: string): Promise<readonly Screen[]> => {
  /** Shown when `ready` is there, nothing loads and the pictures of the page have come. */
  const settled = async (ready: string): Promise<void> => {
    await page.locator(ready).first().waitFor({ timeout: IDLE_MS });
    await page.locator('mia-skeleton').first().waitFor({ state: 'detached', timeout: IDLE_MS });
    await page.waitForFunction(
      '[...document.images].every((i) => i.complete || i.loading === "lazy") && document.fonts.status === "loaded"',
      undefined,
      { timeout: IDLE_MS },
    );
  };
  const at = (name: string, path: string, ready: string): Screen => ({
    name,
    show: async () => {
      await page.goto(`${productUrl}${path}`);
      await settled(ready);
    },
    leave: nothing,
  });
  const dialog = (name: string, path: string, ready: string, open: string, inside = 'mat-dialog-container'): Screen => ({
    name,
    show: async () => {
      await page.goto(`${productUrl}${path}`);
      await settled(ready);
      await page.locator(open).filter({ visible: true }).first().click();
      await settled(inside);
    },
    leave: () => page.keyboard.press('Escape'),
  });

  await page.goto(`${productUrl}/inbox/all`);
  await settled('mia-conversation-row');
  const conversation = async (name: string): Promise<string> =>
    (await page.locator('mia-conversation-row a').filter({ hasText: name }).first().getAttribute('href')) ?? '';
  const [vip, failed, locked] = [await conversation('Ana Souza'), await conversation('Gustavo'), await conversation('Helena')];
  await page.goto(`${productUrl}/contacts`);
  await settled('main a[href^="/contacts/"]');
  const contact = (await page.locator('main a[href^="/contacts/"]').first().getAttribute('href')) ?? '';
  await page.goto(`${productUrl}/settings/channels`);
  await settled('mia-channel-card a');
  const channel = (await page.locator('mia-channel-card a').first().getAttribute('href')) ?? '';

  return [
    at('inbox', '/inbox/all', 'mia-conversation-row'),
    at('inbox mine', '/inbox/mine', 'mia-inbox-tabs'),
    at('conversation', vip, '[data-testid="thread"] .line'),
    at('conversation with a failure', failed, '[data-testid="thread"] .line'),
    at('conversation locked', locked, '[data-testid="locked"]'),
    dialog('template', locked, '[data-testid="locked"]', '[data-testid="choose-template"]', '[data-testid="template"]'),
    dialog('new conversation', '/inbox/all', 'mia-conversation-row', '[data-testid="new-conversation"]'),
    at('contacts', '/contacts', 'main a[href^="/contacts/"]'),
    at('contact', contact, 'main h1'),
    at('account', '/settings/account', 'main h1'),
    at('company', '/settings/company', 'main h1'),
    at('users', '/settings/users', 'main h1'),
    at('api keys', '/settings/api-keys', 'main h1'),
    at('channels', '/settings/channels', 'mia-channel-card'),
    at('channel', channel, 'mia-channel-checklist'),
    at('connect', '/settings/channels/connect', 'main h1'),
    at('not found', '/nowhere', 'main'),
    at('simulator', '/simulator/', '#chat'),
    at('developer page', '/simulator/developer.html', '#values [data-value]'),
  ];
};
/** Screens of somebody who is not signed in; to be shown in a context without a session. */
export const gates = (page: Page, productUrl: string): readonly Screen[] =>
  (
    [
      ['sign in', '/sign-in'],
      ['link used', '/enter#used'],
      ['link incomplete', '/recover'],
      ['invite', '/invite#unknown'],
      ['recover', '/recover#unknown'],
    ] as const
  ).map(([name, path]) => ({
    name,
    show: async () => {
      await page.goto(`${productUrl}${path}`);
      await page.locator('mia-gate-frame h1').waitFor({ timeout: IDLE_MS });
    },
    leave: nothing,
  }));
