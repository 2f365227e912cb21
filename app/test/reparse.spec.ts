import { kindTable } from '@master-ia/connectors/whatsapp/cloud/kinds/table.ts';
import { reparse } from '@master-ia/connectors/whatsapp/ingest/reparse.ts';
import { systemIds } from '@master-ia/platform/runtime/ids.ts';
import { testDatabases } from '@master-ia/platform/testing/postgres.ts';
import { delivery, said } from '../src/testing/company.ts';
import { openWorld, type World } from '../src/testing/world.ts';

const NUMBER = '106540352242922';

describe.each(testDatabases())('a kind that was not understood, on $name', (engine) => {
  let w: World;
  beforeAll(
    async () => void (w = await openWorld(engine, { kinds: new Map([...kindTable].filter(([kind]) => kind !== 'location')) })),
    60_000,
  );
  afterAll(() => w?.close(), 20_000);

  it('is shown with its kind, repaired in its place by a reparse, and left alone by a second one', async () => {
    const c = await w.company('reparse');
    const channel = await c.connect(NUMBER);
    const at = (n: number) => new Date(w.clock.now().getTime() - (10 - n) * 60_000);
    const write = (n: number, m: Record<string, unknown>) =>
      c.deliver(channel, delivery(NUMBER, said(w.clock.now(), { id: `wamid.${n}`, at: at(n), ...m })));
    await write(1, { text: 'antes' });
    await write(2, { type: 'location', location: { latitude: -23.5, longitude: -46.6, name: 'Loja' } });
    await write(3, { text: 'depois' });
    await c.deliver(channel, '{"not": "finished');
    await w.drain();
    const before = await c.thread();
    expect(before.map((t) => t.kind)).toEqual(['text', 'unsupported', 'text']);
    expect(before[1]?.content).toEqual({ kind: 'unsupported', providerKind: 'location' });

    const { store, raw } = w.engines;
    const again = () =>
      reparse({ raw, store, opener: w.services.opener, facts: w.services.facts, commands: w.services.commands, ids: systemIds });
    expect(await again()).toEqual({ deliveries: 4, refused: [] });
    await w.drain();
    const after = await c.thread();
    expect(after.map((t) => [t.item_id, t.kind, t.text])).toEqual([
      [before[0]!.item_id, 'text', 'antes'],
      [before[1]!.item_id, 'location', 'Loja'],
      [before[2]!.item_id, 'text', 'depois'],
    ]);
    expect(after[1]?.content).toMatchObject({ latitude: -23.5, longitude: -46.6 });
    expect((await c.inbox())[0]).toMatchObject({ unread: 3, last_text: 'depois' });

    const head = await store.head();
    expect(await again()).toEqual({ deliveries: 4, refused: [] });
    expect(await store.head()).toBe(head);
    expect((await c.problems()).map((p) => p.code)).toEqual(['not_json']);
  }, 30_000);
});
