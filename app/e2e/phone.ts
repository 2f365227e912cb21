import type { Locator, Page } from 'playwright-core';

/** The customers' phone, the page `/simulator/`. */
export const phoneOn = (page: Page, productUrl: string) => {
  const lines = page.locator('#chat .line');
  return {
    page,
    /** Shows the chat of a customer (phone in digits) with one of the business's numbers. */
    open: async (customer: string, phoneNumberId: string): Promise<void> => {
      await page.goto(`${productUrl}/simulator/#c=${customer}&n=${phoneNumberId}`);
      await page.locator(`#number option[value="${phoneNumberId}"]`).waitFor({ state: 'attached' });
    },
    write: async (text: string): Promise<void> => {
      await page.locator('#text').fill(text);
      await page.locator('#send').click();
    },
    /** `photo`, `voiceNote`, `document`, … of the plus button's menu. */
    attach: async (what: 'samplePhoto' | 'voiceNote' | 'location' | 'document' | 'contact' | 'sticker' | 'poll'): Promise<void> => {
      await page.locator('#attach').click();
      await page.locator(`#attach-menu [data-attach="${what}"]`).click();
    },
    /** Answers a bubble of the chat. */
    reply: async (to: string, text: string): Promise<void> => {
      const line = lines.filter({ hasText: to }).last();
      await line.hover();
      await line.locator('.bubble-menu').click();
      await page
        .locator('.bubble-pop')
        .getByRole('menuitem')
        .filter({ has: page.locator('svg') })
        .first()
        .click();
      await page.locator('#quote-bar').waitFor();
      await page.locator('#text').fill(text);
      await page.locator('#send').click();
    },
    /** From now on the customer's messages are dated so many hours back: 0, 2 or 25. */
    dateBack: async (hours: 0 | 2 | 25): Promise<void> => {
      if (!(await page.locator('#controls').isVisible())) await page.locator('#show-controls').click();
      await page.locator('#message-time').selectOption(String(hours));
      await page.locator('#hide-controls').click();
    },
    /** What the business wrote. */
    theirs: (text: string | RegExp): Locator => page.locator('#chat .line.theirs').filter({ hasText: text }),
    mine: (text: string | RegExp): Locator => page.locator('#chat .line.mine').filter({ hasText: text }),
    theirsOf: (type: string): Locator => page.locator(`#chat .line.theirs[data-type="${type}"]`),
  };
};
export type Phone = ReturnType<typeof phoneOn>;
