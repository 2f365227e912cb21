import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { silent } from '@master-ia/platform/ports/log.ts';
import { openDatabase, type Connection } from '@master-ia/platform/postgres/database.ts';
import type { Place } from './place.ts';
import { runProgram } from './program.ts';
import { openShop } from './shop.ts';
import type { Scenario } from './stage.ts';

const CUSTOMER = '5585987650004';
const REPLAY_MS = 60_000;

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
  name: 'a rebuild of all views during traffic is seen by nobody, and mends a row that was corrupted by hand',
  engines: ['embedded', 'postgresql'],
  play: async (stage) => {
    const { place, rita, c, sim, number } = await openShop(stage);
    await sim.write(CUSTOMER, number, { type: 'text', text: 'mensagem 0.' });
    await c.go('/inbox');
    await c.tab('ALL');
    await c.open('Diego Ferreira');
    await c.line('mensagem 0.').waitFor();
    await c.chip('live').waitFor();
    await rita.page.evaluate(WATCH);

    let sent = 0;
    let over = false;
    const traffic = (async () => {
      while (!over) await sim.write(CUSTOMER, number, { type: 'text', text: `mensagem ${String(++sent)}.` });
    })();
    await replayAll(place).finally(() => (over = true));
    await traffic;
    await sim.drained();
    await c.line(`mensagem ${String(sent)}.`).waitFor();
    assert.deepEqual(await rita.page.evaluate('window.miaSeen'), [], 'a person sees nothing of it');
    assert.ok(sent > 10, `there was traffic: ${String(sent)} messages`);

    const row = async (): Promise<string> => c.row('Diego Ferreira').innerText();
    // The open thread is read: the last of it is told a moment later.
    await c.row('Diego Ferreira').locator('.badge').waitFor({ state: 'detached' });
    const before = await row();
    assert.ok(before.includes(`mensagem ${String(sent)}.`), before);
    assert.equal(
      await byHand(place, `update rm.inbox set last_text = 'estragada à mão', unread = 41 where last_text = 'mensagem ${String(sent)}.'`),
      1,
    );
    await rita.page.reload();
    await c.row('Diego Ferreira').filter({ hasText: 'estragada à mão' }).waitFor();
    await replayAll(place);
    await rita.page.reload();
    await c
      .row('Diego Ferreira')
      .filter({ hasText: `mensagem ${String(sent)}.` })
      .waitFor();
    assert.equal(await row(), before);
    assert.equal((await sim.sends()).filter((s) => s.type === 'text' || s.type === 'template').length, 0, 'a rebuild sends nothing');
  },
};
