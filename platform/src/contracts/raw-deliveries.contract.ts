import { randomBytes, randomUUID } from 'node:crypto';
import type { KeyVault } from '../ports/key-vault.ts';
import type { RawDeliveries } from '../ports/raw-deliveries.ts';
import type { Cases } from './suite.ts';

/** `again` is the same store as another process has it open; `keys` is the vault that seals for it. */
export type RawDeliveriesSubject = { readonly raw: RawDeliveries; readonly again: RawDeliveries; readonly keys: KeyVault };

const delivery = (o: { readonly tenant: string; readonly at?: Date; readonly channelId?: string; readonly body?: Buffer }) => ({
  id: randomUUID(),
  channelId: randomUUID(),
  at: new Date('2026-03-31T23:59:59.999Z'),
  body: Buffer.from('{"object":"whatsapp_business_account"}'),
  ...o,
});

export const rawDeliveriesCases: Cases<RawDeliveriesSubject> = {
  'gives the exact bytes back': async ({ raw, again }) => {
    const tenant = randomUUID();
    for (const body of [Buffer.alloc(0), Buffer.from([0, 255, 254, 10, 13, 0, 92, 39]), randomBytes(3_000_000)]) {
      const d = delivery({ tenant, body });
      await raw.put(d);
      expect((await again.get(tenant, d.id))?.equals(body)).toBe(true);
    }
  },

  'keeps the first bytes of an id': async ({ raw, again }) => {
    const tenant = randomUUID();
    const d = delivery({ tenant });
    await Promise.all(Array.from({ length: 10 }, (_, i) => (i % 2 ? raw : again).put(d)));
    await again.put({ ...d, body: Buffer.from('other') });
    expect((await raw.get(tenant, d.id))?.toString()).toBe(d.body.toString());
  },

  'answers null for an unknown id, a malformed one and that of another company': async ({ raw }) => {
    const tenant = randomUUID();
    const d = delivery({ tenant });
    await raw.put(d);
    expect([await raw.get(tenant, randomUUID()), await raw.get(tenant, 'x'), await raw.get(randomUUID(), d.id)]).toEqual([
      null,
      null,
      null,
    ]);
  },

  'takes many at once, of several companies, channels and months': async ({ raw, again }) => {
    const tenants = [randomUUID(), randomUUID()];
    const channels = [randomUUID(), randomUUID(), randomUUID()];
    const all = Array.from({ length: 300 }, (_, i) =>
      delivery({
        tenant: tenants[i % 2]!,
        channelId: channels[i % 3]!,
        at: new Date(Date.UTC(2026, i % 5, 15)),
        body: Buffer.from(`delivery ${i}`),
      }),
    );
    await Promise.all(all.map((d) => raw.put(d)));
    const got = await Promise.all(all.map(async (d) => (await again.get(d.tenant, d.id))?.toString()));
    expect(got).toEqual(all.map((d) => d.body.toString()));
  },

  'drops what is older than a moment, and nothing else': async ({ raw }) => {
    const tenant = randomUUID();
    const before = new Date('2019-06-10T12:00:00Z');
    const at = (text: string) => delivery({ tenant, channelId: 'channel', at: new Date(text) });
    const old = [at('2019-05-01T00:00:00Z'), at('2019-06-10T11:59:59.999Z')];
    const young = [at('2019-06-10T12:00:00Z'), at('2019-07-01T00:00:00Z')];
    for (const d of [...old, ...young]) await raw.put(d);
    expect(await raw.purge(before)).toBe(2);
    expect(await raw.purge(before)).toBe(0);
    for (const d of old) expect(await raw.get(tenant, d.id)).toBeNull();
    for (const d of young) expect((await raw.get(tenant, d.id))?.toString()).toBe(d.body.toString());
  },

  'knows which deliveries tell of a contact, oldest first, however often it was said': async ({ raw, again }) => {
    const [tenant, other] = [randomUUID(), randomUUID()];
    const [ana, bia] = [randomUUID(), randomUUID()];
    const days = [3, 1, 2].map((day) => delivery({ tenant, at: new Date(Date.UTC(2026, 0, day)) }));
    const theirs = delivery({ tenant: other });
    for (const d of [...days, theirs]) await raw.put(d);
    const of = (contactId: string, ...ids: readonly string[]) => ids.map((id) => ({ tenant, id, contactId }));
    const [third, first, second] = days.map((d) => d.id) as [string, string, string];
    await raw.tellOf([]);
    await Promise.all([raw.tellOf(of(ana, third, first, third)), again.tellOf([...of(ana, first, second), ...of(bia, second)])]);
    // What is not there, or another company's, is left out.
    await raw.tellOf([...of(bia, randomUUID(), theirs.id), { tenant: other, id: first, contactId: bia }]);
    expect(await again.ofContact(tenant, ana, 10)).toEqual([first, second, third]);
    expect(await again.ofContact(tenant, ana, 2)).toEqual([first, second]);
    expect(await raw.ofContact(tenant, bia, 10)).toEqual([second]);
    expect([await raw.ofContact(other, bia, 10), await raw.ofContact(other, ana, 10), await raw.ofContact(tenant, 'x', 10)]).toEqual([
      [],
      [],
      [],
    ]);
  },

  'deletes what tells of a contact, and nothing else': async ({ raw, again }) => {
    const tenant = randomUUID();
    const [ana, bia] = [randomUUID(), randomUUID()];
    const [hers, both, his] = [delivery({ tenant }), delivery({ tenant }), delivery({ tenant })];
    for (const d of [hers, both, his]) await raw.put(d);
    await raw.tellOf([
      ...[hers, both].map((d) => ({ tenant, id: d.id, contactId: ana })),
      ...[both, his].map((d) => ({ tenant, id: d.id, contactId: bia })),
    ]);
    expect(await raw.deleteOfContact(randomUUID(), ana)).toBe(0);
    expect(await raw.deleteOfContact(tenant, ana)).toBe(2);
    expect(await raw.deleteOfContact(tenant, ana)).toBe(0);
    expect([await again.get(tenant, hers.id), await again.get(tenant, both.id)]).toEqual([null, null]);
    expect((await again.get(tenant, his.id))?.toString()).toBe(his.body.toString());
    expect([await again.ofContact(tenant, ana, 10), await again.ofContact(tenant, bia, 10)]).toEqual([[], [his.id]]);
  },

  'forgets with a dropped delivery of whom it told': async ({ raw }) => {
    const [tenant, ana] = [randomUUID(), randomUUID()];
    const [old, young] = [delivery({ tenant, at: new Date('2016-01-01T00:00:00Z') }), delivery({ tenant })];
    for (const d of [old, young]) await raw.put(d);
    await raw.tellOf([old, young].map((d) => ({ tenant, id: d.id, contactId: ana })));
    await raw.purge(new Date('2016-01-02T00:00:00Z'));
    expect(await raw.ofContact(tenant, ana, 10)).toEqual([young.id]);
    expect(await raw.deleteOfContact(tenant, ana)).toBe(1);
  },

  'cannot read a month of a channel whose key is destroyed': async ({ raw, keys }) => {
    const tenant = randomUUID();
    const gone = delivery({ tenant, channelId: 'gone' });
    const kept = delivery({ tenant, channelId: 'kept' });
    for (const d of [gone, kept]) await raw.put(d);
    await keys.destroy(tenant, [{ kind: 'raw', id: 'gone:2026-03' }]);
    expect(await raw.get(tenant, gone.id)).toBeNull();
    expect((await raw.get(tenant, kept.id))?.toString()).toBe(kept.body.toString());
    await expect(raw.put(delivery({ tenant, channelId: 'gone' }))).rejects.toThrow('was erased');
  },
};
