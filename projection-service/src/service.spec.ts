import { eventDecoder } from '@master-ia/platform/projector/decode.ts';
import { rebuild } from '@master-ia/platform/projector/rebuild.ts';
import { registry } from '@master-ia/platform/kernel/registry.ts';
import type { View } from '@master-ia/platform/kernel/projection.ts';
import { silent } from '@master-ia/platform/ports/log.ts';
import { testDatabases } from '@master-ia/platform/testing/postgres.ts';
import { domains } from '@master-ia/schemas/domains.ts';
import { projections } from './projections.ts';
import { inbox } from './conversations/inbox.ts';
import type { ProjectionService } from './service.ts';
import { COMPANY, openWorld, talk, type World } from './testing/world.ts';

const all = projections.map((v) => v.name);
const eventually = async <T>(what: () => Promise<T>, ready: (t: T) => boolean): Promise<T> => {
  for (let i = 0; i < 500; i++) {
    const t = await what();
    if (ready(t)) return t;
    await new Promise((r) => setTimeout(r, 10));
  }
  throw new Error('not within 5 s');
};

describe.each(testDatabases())('projection service on $name', (engine) => {
  let w: World;
  let service: ProjectionService;
  const t = talk('ana');
  beforeAll(async () => {
    w = await openWorld(engine);
    service = await w.serve(projections);
  }, 60_000);
  afterAll(async () => {
    await w?.close();
  });
  const dump = async (table: string, schema = 'rm') =>
    (await w.db.query<{ r: string }>(`select to_json(t)::text r from ${schema}.${table} t order by 1`)).rows.map((x) => x.r);
  const tables = projections.flatMap((v) => v.tables.map((x) => x.name));

  it('folds what is appended into the tables that readers use', async () => {
    await w.append(t.stream, t.opened());
    await w.append('message-1', t.said(1, 'Olá'));
    const at = await w.append('message-2', t.answered(2, 'Bom dia'), t.sent('SendStarted', 2, { attempt: 1 }));
    expect(await service.reached(all, at, 5_000)).toBe(true);
    const { rows } = await w.db.query('select tenant_id, unread, last_text, last_status, last_position from rm.inbox');
    expect(rows).toEqual([{ tenant_id: COMPANY, unread: 0, last_text: 'Bom dia', last_status: 'SENDING', last_position: at }]);
    expect((await service.status()).map((s) => [s.view, s.state, s.lag, s.lagMs])).toEqual(all.map((v) => [v, 'live', 0, 0]));
    expect(w.notices.map((n) => n.channel)).toEqual(expect.arrayContaining(['rm.inbox', 'rm.thread']));
  });
  it('lets nobody wait for a view that there is not', async () => {
    await expect(service.reached(['nonsense'], '1', 1)).rejects.toThrow(/no view nonsense/);
    expect(await service.reached(['inbox'], '99999999999999999999', 5)).toBe(false);
  });
  it('has the same rows after all views were rebuilt while people talk', async () => {
    const known = registry(domains);
    const ports = {
      db: w.db,
      store: w.store,
      decoder: eventDecoder({ registry: known, vault: w.vault, remember: false }),
      registry: known,
      log: silent,
    };
    let on = true;
    let at = '';
    const talking = (async () => {
      // Bounded: on a fast machine an endless writer outruns a rebuild that is paced.
      for (let i = 0; (on && i < 300) || i < 20; i++) {
        const c = talk(`c${i % 5}`);
        if (i < 5) await w.append(c.stream, c.opened());
        at = await w.append(`message-c${i}`, i % 2 === 0 ? c.said(i, `mensagem ${i}`) : c.answered(i, `resposta ${i}`));
        if (i % 2 === 1)
          at = await w.append(
            `message-c${i}`,
            c.sent('SendAccepted', i, {
              contactId: c.contactId,
              channelId: c.channelId,
              attempt: 1,
              providerId: `w${i}`,
              providerKey: `k${i}`,
              held: false,
            }),
          );
        if (i % 3 === 0) at = await w.append(c.stream, c.told('ConversationLabelled', { labelId: c.contactId, on: i % 2 === 0 }));
      }
    })();
    const done = await rebuild(projections, ports, {
      pace: engine.name === 'embedded' ? 'paced' : 'full',
      upTo: 'live',
      waitingRows: 5,
      page: 20,
    });
    on = false;
    await talking;
    expect(done.map((r) => r.view).sort()).toEqual([...all].sort());
    expect(await service.reached(all, at, 5_000)).toBe(true);
    const live = await Promise.all(tables.map((x) => dump(x)));
    await rebuild(projections, ports, { pace: 'full', upTo: 'live' });
    expect(await Promise.all(tables.map((x) => dump(x)))).toEqual(live);
    expect((await service.status()).map((s) => [s.view, s.state])).toEqual(all.map((v) => [v, 'live']));
  }, 60_000);
  it('tells of a view whose tables are gone, and makes them at the next start', async () => {
    const unreadable = async (s: ProjectionService) => (await s.status()).filter((v) => !v.readable).map((v) => v.view);
    expect(await unreadable(service)).toEqual([]);
    const { rows } = await w.db.query<{ schema: string }>(`select schema from work.view where name = 'templates' and state = 'live'`);
    await w.db.query(`drop schema ${rows[0]!.schema} cascade`);
    await w.db.query('revoke select on rm.contact from mia_app');
    expect(await unreadable(service)).toEqual(['contacts', 'templates']);
    await service.stop();
    service = await w.serve(projections);
    expect(await unreadable(service)).toEqual([]);
  });
  it('builds its own version first when another definition made the live one, and leaves a newer one alone', async () => {
    await service.stop();
    const before = await dump('inbox');
    const newer: View = { ...inbox, version: 2 };
    const next = await w.serve([newer]);
    const at = await w.append('message-after', t.said('after', 'depois da mudança'));
    expect(await next.reached(['inbox'], at, 5_000)).toBe(true);
    const [status] = await next.status();
    expect(status).toMatchObject({ state: 'live', parked: [] });
    expect(
      (await w.db.query<{ d: string }>(`select definition d from work.view where name = 'inbox' and state = 'live'`)).rows[0]!.d,
    ).toMatch(/^2\./);
    expect((await dump('inbox')).length).toBe(before.length);
    const old = await w.serve([inbox]);
    expect(
      await eventually(
        () => old.status(),
        ([s]) => s!.state === 'superseded',
      ),
    ).toMatchObject([{ state: 'superseded' }]);
    expect(
      (await w.db.query<{ d: string }>(`select definition d from work.view where name = 'inbox' and state = 'live'`)).rows[0]!.d,
    ).toMatch(/^2\./);
  }, 30_000);
});
