import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { silent } from '@master-ia/platform/ports/log.ts';
import { openDatabase, type Connection } from '@master-ia/platform/postgres/database.ts';
import type { Place } from './place.ts';
import { runProgram } from './program.ts';
import { openScreen } from '../bench/screen.ts';
import { crowd } from './crowd.ts';
import { openShop } from './shop.ts';
import type { Scenario } from './stage.ts';
import { until } from './until.ts';

const DIEGO = { phone: '5585987650004', name: 'Diego Ferreira' };
/** Diego's thread is open; the others move the list. */
const CUSTOMERS = [
  DIEGO,
  ...Array.from({ length: 39 }, (_, i) => ({ phone: `55119876502${String(i).padStart(2, '0')}`, name: `Cliente ${String(i)}` })),
];
const PER_SECOND = 200;
/** Longer than a rebuild takes; a machine that is busy with other things has to work off no more than this. */
const MOST = 20 * PER_SECOND;
/** Before the rebuild, and after it. */
const AROUND_MS = 2_000;
/** Until the screen has all of it. How far it is behind meanwhile is a figure of the benchmark: here the browser and the customers take the same two processors. */
const CAUGHT_UP_MS = 120_000;
const REPLAY_MS = 90_000;

/** A statement by hand, past the product: where the running product says its database is. */
const byHand = async (place: Place, sql: string): Promise<number> => {
  const connection: Connection = (JSON.parse(await readFile(join(place.dataDir, 'control.json'), 'utf8')) as { pg: Connection }).pg;
  const db = openDatabase({ connection, lane: 'query', max: 1, log: silent });
  return (await db.query(sql).finally(() => db.close())).rowCount;
};
const replayAll = async (place: Place): Promise<void> => {
  const { code, out, err } = await runProgram('app/src/replay.ts', ['all'], place.env, REPLAY_MS);
  assert.equal(code, 0, `${out}${err}`);
  assert.match(out, /^inbox +version \d+ is live/m);
};

const MESSAGE_CHANGED = 'subscription ($conversationId: ID!) { messageChanged(conversationId: $conversationId) { item { text } } }';
type MessageChanged = { readonly messageChanged: { readonly item: { readonly text: string | null } } };

/** Writes down, in the page, what a person would notice: lines that go away, loading signs, a screen that is not live. */
const WATCH = `(() => {
  const seen = (window.miaSeen = []);
  new MutationObserver((changes) => {
    for (const c of changes) {
      for (const n of c.removedNodes) if (n.nodeType === 1 && n.matches('.line[data-line]')) seen.push('a line went away: ' + n.innerText);
      for (const n of c.addedNodes) if (n.nodeType === 1 && (n.matches('mia-skeleton, mia-error-state') || n.querySelector('mia-skeleton, mia-error-state'))) seen.push('a loading or error sign');
      if (c.type === 'attributes' && c.target.getAttribute('data-state') !== 'live' && c.target.matches('mia-status-chip [data-state]')) seen.push('the chip said ' + c.target.getAttribute('data-state'));
    }
  }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-state'] });
})()`;

export const replay: Scenario = {
  name: 'a rebuild of all views at 200 messages a second is seen by nobody, and mends a row that was corrupted by hand',
  engines: ['embedded', 'postgresql'],
  limitMs: 300_000,
  play: async (stage) => {
    const { place, product, rita, c, sim, number, webhook } = await openShop(stage);
    await sim.write(DIEGO.phone, number, { type: 'text', text: 'mensagem 0.' });
    await c.go('/inbox');
    await c.tab('ALL');
    await c.open(DIEGO.name);
    await c.line('mensagem 0.').waitFor();
    await c.chip('live').waitFor();
    await rita.page.evaluate(WATCH);
    // Behind it may be, by what the machine gives; it is never away, and nothing goes away or loads again.
    const seen = async (): Promise<readonly string[]> =>
      (await rita.page.evaluate<readonly string[]>('window.miaSeen')).filter((s) => s !== 'the chip said lag');

    // A socket of her own beside the page's.
    const conversationId = new URL(rita.page.url()).pathname.split('/').at(-1) ?? '';
    const cookie = (await rita.context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    const told = new Set<string>();
    let ended: string | null = null;
    const socket = openScreen(product.url, cookie, (why) => (ended = why));
    await socket.follow<MessageChanged>(MESSAGE_CHANGED, { conversationId }, ({ messageChanged: { item } }) => {
      if (item.text !== null) told.add(item.text);
    });

    let last = '';
    try {
      const traffic = crowd(webhook, CUSTOMERS, { perSecond: PER_SECOND, most: MOST });
      await pause(AROUND_MS);
      const before = traffic.sent();
      await replayAll(place);
      const during = traffic.sent() - before;
      await pause(AROUND_MS);
      const sent = await traffic.stop();
      assert.ok(during > PER_SECOND, `there was traffic meanwhile: ${String(during)} messages`);
      // The last word is Diego's: his row is on top of the list. The provider tells whole seconds.
      await pause(1_000);
      last = `mensagem ${String(sent.length + 1)}.`;
      await sim.write(DIEGO.phone, number, { type: 'text', text: last });
      await sim.drained();
      await c.line(last).waitFor({ timeout: CAUGHT_UP_MS });
      await until('the socket was told of the last', () => told.has(last), CAUGHT_UP_MS);
      assert.equal(ended, null, 'the socket stays open');
      const ofDiego = sent.filter((m) => m.from === DIEGO);
      assert.deepEqual([...told].sort(), [...ofDiego.map((m) => m.text), last].sort(), 'the socket was told of every message');
      assert.deepEqual(await seen(), [], 'a person sees nothing of it');
    } finally {
      socket.close();
    }

    const row = async (): Promise<string> => c.row('Diego Ferreira').innerText();
    // The open thread is read: the last of it is told a moment later.
    await c.row('Diego Ferreira').locator('.badge').waitFor({ state: 'detached' });
    await until(
      'it is read',
      async () => (await byHand(place, `select 1 from rm.inbox where unread = 0 and last_text = '${last}'`)) === 1,
      CAUGHT_UP_MS,
    );
    const right = await row();
    assert.ok(right.includes(last), right);
    assert.equal(await byHand(place, `update rm.inbox set last_text = 'estragada à mão', unread = 41 where last_text = '${last}'`), 1);
    await rita.page.reload();
    await c.row('Diego Ferreira').filter({ hasText: 'estragada à mão' }).waitFor();
    await c.chip('live').waitFor();
    await rita.page.evaluate(WATCH);
    await replayAll(place);
    assert.deepEqual(await seen(), [], 'nor does she without traffic');
    await rita.page.reload();
    await c.row('Diego Ferreira').filter({ hasText: last }).waitFor();
    assert.equal(await row(), right);
    assert.equal((await sim.sends()).filter((s) => s.type === 'text' || s.type === 'template').length, 0, 'a rebuild sends nothing');
  },
};
