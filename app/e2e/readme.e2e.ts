import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { consoleOn } from './console.ts';
import { environment, ROOT } from './program.ts';
import { simulatorAt } from './simulator.ts';
import type { Scenario } from './stage.ts';

/** The shell blocks of the README that call the API, as they stand there. */
const examples = async (): Promise<readonly string[]> =>
  [...(await readFile(join(ROOT, 'README.md'), 'utf8')).matchAll(/^```sh\n([^]*?)^```/gm)].flatMap((m) =>
    m[1]?.startsWith('curl ') ? [m[1]] : [],
  );

export const readme: Scenario = {
  name: "the README's curl and its GraphQL query work as they are written",
  engines: ['embedded'],
  play: async (stage) => {
    const product = await stage.product();
    const owner = await stage.person('owner');
    const c = consoleOn(owner.page, product.url);
    await c.enter(product.link ?? '');
    const KEY = await c.createKey('Site', ['READ', 'SEND']);
    assert.match(KEY, /^mia_/);
    await c.go('/settings/channels');
    await owner.page.locator('mia-channel-card a').first().click();
    const CHANNEL = await owner.page.waitForURL(/channels\/[0-9a-f-]{36}/).then(() => owner.page.url().split('/').at(-1) ?? '');

    const run = async (command: string): Promise<unknown> => {
      const env = environment({ URL: product.url, KEY, CHANNEL, PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}` });
      const { stdout } = await promisify(execFile)('bash', ['-euc', command], { env, timeout: 20_000 });
      return JSON.parse(stdout) as unknown;
    };
    const [send, ask, ...more] = await examples();
    assert.ok(send !== undefined && ask !== undefined && more.length === 0, 'one that sends and one that asks');
    const sent = (await run(send)) as { commandId?: string; position?: string; result?: { messageId?: string } };
    assert.ok(sent.commandId && sent.position, JSON.stringify(sent));

    const sim = simulatorAt(product.url);
    await c.go('/inbox');
    await c.tab('ALL');
    await c.open('Ana Souza');
    await c.reaches(/hello|Hello|Welcome/, ['SENT', 'DELIVERED', 'READ']);
    assert.deepEqual(
      (await sim.reached('5511987650001')).map((s) => s.type),
      ['template'],
    );

    const asked = (await run(ask)) as { data?: { conversations: { edges: { node: { contact: { name: string } } }[] } }; errors?: unknown };
    assert.equal(asked.errors, undefined);
    assert.equal(asked.data?.conversations.edges.length, 5);
    assert.equal(asked.data?.conversations.edges[0]?.node.contact.name, 'Ana Souza', 'the newest comes first');
  },
};
