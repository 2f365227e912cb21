import { z } from 'zod';
import { aggregate, domain, event } from '@master-ia/schemas/contract.ts';
import { post } from '../testing/parcel.ts';
import { registry } from './registry.ts';

const made = (name: string, category: string, type: string) =>
  domain({
    name,
    aggregates: [aggregate({ category, events: { [type]: event(1, z.object({}), { exposure: 'internal' }) }, commands: {} })],
    samples: { [type]: [{}] },
  });

it('finds events and categories', () => {
  const known = registry([post]);
  expect(known.event('ParcelAsked')).toMatchObject({ type: 'ParcelAsked', domain: 'post', category: 'parcel' });
  expect(known.event('NeverHeard')).toBeUndefined();
  expect(known.domainOf('parcel')).toBe('post');
  expect(() => known.domainOf('letter')).toThrow('no domain has the category letter');
});
it('refuses two events of one name', () =>
  expect(() => registry([made('a', 'one', 'Said'), made('b', 'two', 'Said')])).toThrow('event Said is defined twice'));
it('refuses two categories of one name', () =>
  expect(() => registry([made('a', 'one', 'Said'), made('b', 'one', 'Heard')])).toThrow('category one is defined twice'));
it('is not misled by names that every object has', () => expect(registry([post]).event('constructor')).toBeUndefined());
