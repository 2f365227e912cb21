import { ERASED } from '@master-ia/schemas/contract.ts';
import type { KeyVault } from '../ports/key-vault.ts';
import { memoryKeyVault } from '../key-vault/memory.ts';
import { parcelId, personId, postOffice, TENANT } from '../testing/post-office.ts';
import { eventOpener, eventSealer } from './events.ts';

const metadata = { c: 'c', b: 'b', a: { kind: 'connector', id: 'x' }, r: 'r' } as const;
const draft = (words: string) => ({
  id: parcelId('e'),
  type: 'ParcelAsked',
  data: { parcelId: parcelId(1), personId, words },
  tenant: TENANT,
  stream: 's',
  domain: 'post',
  key: 's',
  at: new Date(0),
});

it('makes keys durable before anything is sealed with them, and asks for them once', async () => {
  const inner = memoryKeyVault();
  const calls: string[] = [];
  const vault: KeyVault = {
    ...inner,
    ensure: async (...a) => (calls.push('ensure'), inner.ensure(...a)),
    keys: async (...a) => (calls.push('keys'), inner.keys(...a)),
  };
  const o = postOffice({ vault });
  await o.ask(1);
  await o.ask(2);
  expect(calls).toEqual(['ensure', 'keys']);
});
it('opens what is there, and knows what was erased', async () => {
  const o = postOffice();
  await o.ask(1);
  const { events } = await o.store.all('start', { max: 10 });
  expect((await o.opener.open(events))[0]!.data).toMatchObject({ words: 'parcel 1' });
  expect(o.opener.closed(events[0]!).data).toEqual({ parcelId: parcelId(1), personId, words: ERASED });
  await o.vault.destroy(TENANT, [{ kind: 'contact', id: personId }]);
  expect((await eventOpener(o.registry, o.vault).open(events))[0]!.data).toMatchObject({ words: ERASED });
});
it('another company’s key opens nothing', async () => {
  const o = postOffice();
  await o.ask(1);
  const [raw] = (await o.store.all('start', { max: 1 })).events;
  await o.vault.ensure('22222222-2222-4222-8222-222222222222', [{ kind: 'contact', id: personId }]);
  await expect(o.opener.open([{ ...raw!, tenant: '22222222-2222-4222-8222-222222222222' }])).rejects.toThrow();
});
it('refuses events that nobody knows, and events that are too large', async () => {
  const o = postOffice();
  const sealer = eventSealer(o.registry, o.vault);
  await expect(sealer.seal([{ ...draft('x'), type: 'NeverHeard' }], metadata)).rejects.toThrow('no domain knows NeverHeard');
  await expect(sealer.seal([draft('x'.repeat(262_144))], metadata)).rejects.toThrow('is larger than');
  await o.ask(1);
  const [raw] = (await o.store.all('start', { max: 1 })).events;
  await expect(o.opener.open([{ ...raw!, type: 'NeverHeard' }])).rejects.toThrow('no domain knows NeverHeard');
});
