import { testDatabases } from '@master-ia/platform/testing/postgres.ts';
import { delivery, said } from '../src/testing/company.ts';
import { openWorld, type World } from '../src/testing/world.ts';

describe.each(testDatabases())('what comes in, on $name', (engine) => {
  let w: World;
  beforeAll(async () => void (w = await openWorld(engine)), 60_000);
  afterAll(() => w.close());

  it('a signed message is on the screen', async () => {
    const c = await w.company('signed');
    const channel = await c.connect('106540352242922');
    expect(await c.deliver(channel, delivery(channel.phoneNumberId, said(w.clock.now(), { id: 'wamid.1', text: 'Olá' })))).toBe(200);
    await w.drain();
    expect(await c.thread()).toMatchObject([{ direction: 'in', kind: 'text', text: 'Olá', provider_id: 'wamid.1' }]);
    expect(await c.inbox()).toMatchObject([{ unread: 1, last_text: 'Olá', state: 'open' }]);
    expect(await c.contacts()).toMatchObject([{ name: 'Ana', phone: '+5511987654321' }]);
    expect(w.said).toEqual([]);
  }, 30_000);
});
