import { testDatabases } from '@master-ia/platform/testing/postgres.ts';
import { projections } from './projections.ts';
import { COMPANY, openWorld, talk, type World } from './testing/world.ts';

describe.each(testDatabases())('projection service on $name', (engine) => {
  let w: World;
  beforeAll(async () => {
    w = await openWorld(engine);
  }, 60_000);
  afterAll(async () => {
    await w?.close();
  });

  it('folds what is appended into the tables that readers use', async () => {
    const service = await w.serve(projections);
    const t = talk('ana');
    await w.append(t.stream, t.opened());
    await w.append('message-1', t.said(1, 'Olá'));
    await w.append('message-2', t.answered(2, 'Bom dia'));
    const at = await w.append('message-2-more', t.sent('SendStarted', 2, { attempt: 1 }));
    expect(await service.reached(projections.map((v) => v.name), at, 5_000)).toBe(true);
    const { rows } = await w.db.query('select tenant_id, unread, last_text, last_status, last_position from rm.inbox');
    expect(rows).toEqual([{ tenant_id: COMPANY, unread: 0, last_text: 'Bom dia', last_status: 'SENDING', last_position: at }]);
    expect((await service.status()).map((s) => [s.view, s.state, s.lag])).toEqual(projections.map((v) => [v.name, 'live', 0]));
  });
});
