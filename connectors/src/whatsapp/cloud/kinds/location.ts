import { asNumber, asObject, asWords, field, present } from '../lenient.ts';
import type { KindParser } from './kind-parser.ts';

export const location: KindParser = (message) => {
  const place = asObject(field(message, 'location'));
  const latitude = asNumber(field(place, 'latitude'));
  const longitude = asNumber(field(place, 'longitude'));
  if (latitude === undefined || longitude === undefined || Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return null;
  const words = present({ name: asWords(field(place, 'name'), 1000), address: asWords(field(place, 'address'), 1000) });
  return { content: { kind: 'location', latitude, longitude, ...words } };
};
