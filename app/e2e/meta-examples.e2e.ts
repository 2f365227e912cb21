import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { consoleOn } from './console.ts';
import { freePort } from './product.ts';
import { ROOT } from './program.ts';
import type { Scenario } from './stage.ts';
import { text } from './texts.ts';

const NUMBER_ID = '106540352242922';
const SECRET = 'a6f1c0d2b4e8907361524f3e2d1c0b9a';
const GROUPS = /^Group /;
const ID = /"(id|message_id)":\s*"(wamid\.[^"]+)"/g;

/** Meta gives several examples the same message id: each example gets its own; what a reaction or an answer points at stays as it is. */
const distinct = (body: string, example: number): string => {
  const message = (JSON.parse(body) as { entry: { changes: { value: { messages?: { id: string }[] } }[] }[] }).entry[0]?.changes[0]?.value
    .messages?.[0]?.id;
  return body.replace(ID, (whole, key: string, id: string) =>
    key === 'id' && id === message ? `"id": "${id.slice(0, -4)}E${String(example).padStart(2, '0')}="` : whole,
  );
};

/** What a person sees of each one-to-one example, in words of the thread. */
const shown: Readonly<Record<string, string | RegExp>> = {
  'Text Message': 'Does it come in another color?',
  'Text Message with Context (Product Inquiry)': 'Is this still available?',
  'Image Message': 'Taj Mahal',
  'Location Message': 'Philz Coffee',
  'Contact Sharing Message': 'Lucía Gómez',
  'Button Message': 'Unsubscribe',
  'Interactive List Reply Message': 'Priority Mail Express',
  'Interactive Button Reply Message': 'Cancel',
};
/** Kinds that are kept and shown as not supported, with the provider's word for them. */
const notSupported = ['unsupported', 'order', 'system'];

export const metaExamples: Scenario = {
  name: "Meta's thirteen one-to-one examples, signed, are on the screen; the three of groups are kept as not supported",
  engines: ['embedded'],
  play: async (stage) => {
    // A real number: its checks go to the Graph API, which here is a port where nobody answers.
    const product = await stage.product({ env: { META_GRAPH_URL: `http://127.0.0.1:${String(await freePort())}` } });
    const owner = await stage.person('owner');
    const c = consoleOn(owner.page, product.url);
    await c.enter(product.link ?? '');
    await c.createCompany('Sheena Store');
    await c.connect({
      name: 'Loja',
      phone: '+1 555 078 3881',
      phoneNumberId: NUMBER_ID,
      businessAccountId: '419561257915477',
      accessToken: `EAA${'b'.repeat(60)}`,
      appSecret: SECRET,
    });
    const webhook = (await owner.page.locator('mia-channel-webhook mia-copy-field code').first().textContent())?.trim() ?? '';
    const channelPage = owner.page.url();

    const examples = Object.entries(
      JSON.parse(await readFile(join(ROOT, 'connectors/specs/meta/examples/webhook_inbound.json'), 'utf8')) as Record<string, unknown>,
    );
    assert.equal(examples.length, 16);
    for (const [i, [name, example]] of examples.entries()) {
      const body = distinct(JSON.stringify(example), i);
      const answer = await fetch(webhook, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-hub-signature-256': `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
        },
        body,
      });
      assert.equal(answer.status, 200, name);
    }

    await c.go('/inbox');
    await c.tab('UNASSIGNED');
    await c.open('Sheena Nelson');
    for (const [name, words] of Object.entries(shown)) {
      assert.ok(
        examples.some(([known]) => known === name),
        name,
      );
      await c.line(words).first().waitFor({ timeout: 10_000 });
    }
    const ad = examples.find(([name]) => name === 'Text Message from Click to WhatsApp Ad')?.[1] as {
      entry: { changes: { value: { messages: { text: { body: string } }[] } }[] }[];
    };
    await c
      .line(ad.entry[0]?.changes[0]?.value.messages[0]?.text.body ?? '')
      .first()
      .waitFor();
    for (const kind of notSupported) await c.line(text('thread.unsupported', { kind })).waitFor();
    assert.equal(
      examples.filter(([name]) => !GROUPS.test(name)).length,
      Object.keys(shown).length + 1 + notSupported.length + 1,
      'every one-to-one example is looked for; the reaction is on no message that we have',
    );

    await owner.page.goto(channelPage);
    const problems = owner.page.locator('mia-channel-problems li').filter({ hasText: text('problems.code.not_supported') });
    await problems.nth(2).waitFor();
    assert.equal(await problems.count(), 3);
  },
};
