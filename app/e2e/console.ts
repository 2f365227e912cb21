import type { Locator, Page } from 'playwright-core';
import { text } from './texts.ts';
import { until } from './until.ts';

export type Status = 'QUEUED' | 'SENDING' | 'ACCEPTED' | 'SENT' | 'DELIVERED' | 'READ' | 'FAILED' | 'UNKNOWN';

/** The operator's console in Portuguese, as a person uses it. */
export const consoleOn = (page: Page, productUrl: string) => {
  const field = (key: string, inside: Page | Locator = page): Locator => inside.getByLabel(text(key), { exact: true });
  const button = (key: string, inside: Page | Locator = page): Locator => inside.getByRole('button', { name: text(key), exact: true });
  const thread = page.getByTestId('thread');
  /** Lines of the thread (also those that wait for the server) with that text. */
  const line = (words: string | RegExp): Locator => thread.locator('.line').filter({ hasText: words });
  const tick = (words: string | RegExp): Locator => line(words).last().locator('mia-tick [data-status]');
  const inboxShown = async (): Promise<void> => {
    await page.waitForURL(/\/inbox(\/|$)/);
    await page.locator('main#main').waitFor();
  };
  return {
    page,
    field,
    button,
    thread,
    line,
    tick,
    go: (path: string) => page.goto(`${productUrl}${path}`),
    enter: async (link: string): Promise<void> => {
      await page.goto(link);
      await inboxShown();
    },
    signIn: async (email: string, password: string): Promise<void> => {
      await page.goto(`${productUrl}/sign-in`);
      await field('field.email').fill(email);
      await field('field.password').fill(password);
      await button('signIn.do').click();
      await inboxShown();
    },
    acceptInvite: async (link: string, name: string, password: string): Promise<void> => {
      await page.goto(link);
      await field('field.name').fill(name);
      await field('field.newPassword').fill(password);
      await button('invite.do').click();
      await inboxShown();
    },
    recover: async (link: string, password: string): Promise<void> => {
      await page.goto(link);
      await field('field.newPassword').fill(password);
      await button('recover.do').click();
      await inboxShown();
    },
    /** From the demo into a company of one's own; ends on its empty list of channels. */
    createCompany: async (name: string): Promise<void> => {
      await button('demo.create').click();
      await field('field.companyName').fill(name);
      await button('createCompany.do').click();
      await page.getByText(text('channels.none')).waitFor();
    },
    tab: (tab: 'MINE' | 'UNASSIGNED' | 'ALL') =>
      page.locator('mia-inbox-tabs button').nth(['MINE', 'UNASSIGNED', 'ALL'].indexOf(tab)).click(),
    row: (name: string): Locator => page.locator('mia-conversation-list mia-conversation-row').filter({ hasText: name }),
    /** Opens a conversation of the list by the contact's name and waits for its thread. */
    open: async (name: string): Promise<void> => {
      await page.locator('mia-conversation-row').filter({ hasText: name }).first().click();
      await thread.waitFor();
    },
    composer: page.getByTestId('composer'),
    /** Types an answer and sends it with Enter. */
    write: async (words: string): Promise<void> => {
      await page.getByTestId('composer').fill(words);
      await page.getByTestId('composer').press('Enter');
    },
    /** Waits until the newest line with that text shows one of the statuses. */
    reaches: (words: string | RegExp, statuses: readonly Status[], ms = 10_000): Promise<Status> =>
      until(
        `${String(words)} shows ${statuses.join(' or ')}`,
        async () => {
          const shown = (await tick(words).getAttribute('data-status', { timeout: 1_000 })) as Status | null;
          if (shown !== null && statuses.includes(shown)) return shown;
          throw new Error(`it shows ${String(shown)}`);
        },
        ms,
      ),
    /** The status chip: live, lag, offline, connecting. */
    chip: (state: 'live' | 'lag' | 'offline' | 'connecting'): Locator =>
      page.locator(`mia-status-chip [data-state="${state}"]`).filter({ visible: true }),
    /** A line of a channel's checklist with that state's words. */
    check: (
      step: 'TOKEN' | 'SECRET' | 'REGISTERED' | 'WEBHOOK' | 'TEST_MESSAGE',
      state?: 'OK' | 'FAILED' | 'PENDING' | 'NOT_CHECKED',
    ): Locator => {
      const lines = page
        .locator('mia-check-line')
        .filter({ has: page.getByRole('heading', { name: new RegExp(`^${text(`checks.step.${step}`)}`) }) });
      return state === undefined
        ? lines
        : lines.filter({ has: page.getByRole('heading', { name: new RegExp(`: ${text(`checks.state.${state}`)}\\b`) }) });
    },
    /** Fills the two steps of the connection form; ends on the channel's page. */
    connect: async (c: {
      readonly name: string;
      readonly phone: string;
      readonly phoneNumberId: string;
      readonly businessAccountId: string;
      readonly accessToken: string;
      readonly appSecret: string;
      readonly appId?: string;
    }): Promise<void> => {
      await page
        .getByRole('link', { name: text('channels.connect') })
        .first()
        .click();
      await field('connect.name').fill(c.name);
      await field('connect.phone').fill(c.phone);
      await field('connect.phoneNumberId').fill(c.phoneNumberId);
      await field('connect.businessAccountId').fill(c.businessAccountId);
      await button('connect.next').click();
      await field('connect.accessToken').fill(c.accessToken);
      await field('connect.appSecret').fill(c.appSecret);
      if (c.appId !== undefined) await field('connect.appId').fill(c.appId);
      await button('connect.do').click();
      await page.locator('mia-channel-checklist').waitFor();
    },
    /** Invites a colleague and answers the link that is shown once. */
    invite: async (email: string, role: 'ADMIN' | 'SUPERVISOR' | 'AGENT' | 'ANALYST'): Promise<string> => {
      await page.goto(`${productUrl}/settings/users`);
      await button('team.invite').click();
      const dialog = page.getByRole('dialog');
      await field('field.email', dialog).fill(email);
      await field('team.role', dialog).selectOption(role);
      await button('team.makeLink', dialog).click();
      const link = (await dialog.locator('mia-copy-field code').textContent())?.trim() ?? '';
      await button('team.linkDone', dialog).click();
      return link;
    },
    /** Makes an API key with the scopes and answers it. */
    createKey: async (name: string, scopes: readonly ('READ' | 'SEND' | 'CONTACTS' | 'MANAGE')[]): Promise<string> => {
      await page.goto(`${productUrl}/settings/api-keys`);
      await button('apiKeys.create').first().click();
      const dialog = page.getByRole('dialog');
      await field('field.name', dialog).fill(name);
      for (const scope of ['READ', 'SEND', 'CONTACTS', 'MANAGE'] as const) {
        await dialog.getByRole('checkbox', { name: new RegExp(`^${text(`apiKeys.scope.${scope}`)}`) }).setChecked(scopes.includes(scope));
      }
      await button('apiKeys.createDo', dialog).click();
      const key = (await dialog.locator('mia-copy-field code').first().textContent())?.trim() ?? '';
      await button('apiKeys.kept', dialog).click();
      return key;
    },
  };
};
export type Console = ReturnType<typeof consoleOn>;
