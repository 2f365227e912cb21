import type { KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { z } from 'zod';
import { ERASED, event, sealed, type Erased, type EventDef } from '@master-ia/schemas/contract.ts';
import {
  SubjectErased,
  UnknownEventVersion,
  decodeEvent,
  encodeEvent,
  openEvent,
  sealEvent,
  type Keys,
  type StoredPayload,
} from './event-codec.ts';
import { UnsealableSchema } from './sealed-places.ts';
import { SealBroken, newKey } from './sealing.ts';

const def = event(
  1,
  z.object({
    contactId: z.string(),
    userId: z.string(),
    text: sealed(z.string(), 'contactId'),
    note: sealed(z.string().nullable(), 'userId'),
    name: sealed(z.string(), 'contactId').nullable(),
    nick: sealed(z.string(), 'userId').optional(),
    size: z.number(),
    parts: z.array(z.object({ caption: sealed(z.string(), 'contactId'), bytes: z.number() })),
    place: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('none') }),
      z.object({ kind: z.literal('home'), street: sealed(z.object({ line: z.string(), no: z.number() }), 'contactId') }),
      z.object({ kind: z.literal('office'), street: z.string(), floor: sealed(z.number(), 'userId').optional() }),
    ]),
    custom: z.record(z.string(), z.tuple([z.number(), sealed(z.string(), 'contactId')])),
  }),
  { exposure: 'internal', subjects: { contactId: 'contact', userId: 'user' } },
);
const text = fc.string({ unit: 'binary' }).map((s) => Buffer.from(s).toString());
const data = fc.record(
  {
    contactId: fc.uuid(),
    userId: fc.uuid(),
    text,
    note: fc.option(text),
    name: fc.option(text),
    nick: text,
    size: fc.integer(),
    parts: fc.array(fc.record({ caption: text, bytes: fc.constantFrom(0, 1) }), { maxLength: 4 }),
    place: fc.oneof(
      fc.record({ kind: fc.constant('none' as const) }),
      fc.record({ kind: fc.constant('home' as const), street: fc.record({ line: text, no: fc.integer() }) }),
      fc.record({ kind: fc.constant('office' as const), street: text, floor: fc.integer() }),
    ),
    custom: fc.dictionary(fc.string({ minLength: 1 }), fc.tuple(fc.integer(), text), { maxKeys: 3 }),
  },
  { requiredKeys: ['contactId', 'userId', 'text', 'note', 'name', 'size', 'parts', 'place', 'custom'] },
);
type Data = Parameters<Parameters<typeof data.map>[0]>[0];
const place = { tenant: 'tenant', stream: 'message-1', id: 'id-1', type: 'MessageReceived' };
const keysFor = (d: Data, contact: KeyObject | Erased, user: KeyObject | Erased): Keys =>
  new Map([
    [`contact:${d.contactId}`, contact],
    [`user:${d.userId}`, user],
  ]);
const stored = (payload: string, at: Partial<StoredPayload> = {}): StoredPayload => ({ ...place, version: 1, payload, ...at });
const contact = newKey();
const user = newKey();

test('data comes back as it was written', () => {
  fc.assert(
    fc.property(data, (d) => {
      const keys = keysFor(d, contact, user);
      expect(openEvent(def, stored(sealEvent(def, d, place, keys)), keys)).toEqual(d);
    }),
  );
});
test('the payload holds the plain fields, 0 where something is sealed, and one box per subject', () => {
  const d: Data = {
    contactId: 'c',
    userId: 'u',
    text: 'segredo1',
    note: null,
    name: null,
    size: 3,
    parts: [{ caption: 'segredo2', bytes: 0 }],
    place: { kind: 'home', street: { line: 'segredo3', no: 1 } },
    custom: { a: [1, 'segredo4'] },
  };
  const payload = sealEvent(def, d, place, keysFor(d, contact, user));
  expect(payload).not.toContain('segredo');
  expect(JSON.parse(payload)).toEqual({
    d: {
      contactId: 'c',
      userId: 'u',
      text: 0,
      note: 0,
      name: null,
      size: 3,
      parts: [{ caption: 0, bytes: 0 }],
      place: { kind: 'home', street: 0 },
      custom: { a: [1, 0] },
    },
    s: { contactId: expect.any(String), userId: expect.any(String) },
  });
});
test('with a destroyed key its fields are ERASED, those of the other subject and null stay', () => {
  fc.assert(
    fc.property(data, (d) => {
      const payload = sealEvent(def, d, place, keysFor(d, contact, user));
      const opened = openEvent(def, stored(payload), keysFor(d, ERASED, user)) as Record<string, unknown>;
      expect(opened).toEqual({
        ...d,
        text: ERASED,
        name: d.name === null ? null : ERASED,
        parts: d.parts.map((p) => ({ ...p, caption: ERASED })),
        place: d.place.kind === 'home' ? { kind: 'home', street: ERASED } : d.place,
        custom: Object.fromEntries(Object.entries(d.custom).map(([k, [n]]) => [k, [n, ERASED]])),
      });
    }),
  );
});
test('without keys every sealed field reads ERASED, and opening afterwards still works', () => {
  fc.assert(
    fc.property(data, (d) => {
      const keys = keysFor(d, contact, user);
      const decoded = decodeEvent(def, stored(sealEvent(def, d, place, keys)));
      expect(decoded.sealed).toEqual(openEvent(def, stored(sealEvent(def, d, place, keys)), keysFor(d, ERASED, ERASED)));
      expect(decoded.open(keys)).toEqual(d);
      expect((decoded.sealed as Data).text).toBe(ERASED);
    }),
  );
});
test('the data given is not changed', () => {
  fc.assert(
    fc.property(data, (d) => {
      const before = structuredClone(d);
      sealEvent(def, d, place, keysFor(d, contact, user));
      expect(d).toEqual(before);
    }),
  );
});
test('a payload opens only as the event that it was sealed for', () => {
  fc.assert(
    fc.property(data, fc.constantFrom('tenant', 'stream', 'id', 'type' as const), (d, field) => {
      const keys = keysFor(d, contact, user);
      const payload = sealEvent(def, d, place, keys);
      expect(() => openEvent(def, stored(payload, { [field]: 'other' }), keys)).toThrow(SealBroken);
    }),
  );
});
test('a changed, missing or foreign box is an error, never a silent loss', () => {
  fc.assert(
    fc.property(data, fc.nat(), fc.constantFrom('contactId', 'userId' as const), (d, n, field) => {
      const keys = keysFor(d, contact, user);
      const payload = JSON.parse(sealEvent(def, d, place, keys)) as { d: Data; s: Record<string, string> };
      const box = payload.s[field]!;
      const at = n % box.length;
      const broken = (s: Record<string, string>) => stored(JSON.stringify({ ...payload, s }));
      expect(() =>
        openEvent(def, broken({ ...payload.s, [field]: box.slice(0, at) + (box[at] === 'A' ? 'B' : 'A') + box.slice(at + 1) }), keys),
      ).toThrow(SealBroken);
      const without = { ...payload.s };
      delete without[field];
      expect(() => openEvent(def, broken(without), keys)).toThrow(SealBroken);
      expect(() => openEvent(def, stored(JSON.stringify({ d: payload.d })), keys)).toThrow(SealBroken);
      expect(() =>
        openEvent(
          def,
          stored(JSON.stringify({ ...payload, d: { ...payload.d, parts: [...payload.d.parts, { caption: 0, bytes: 1 }] } })),
          keys,
        ),
      ).toThrow(SealBroken);
      expect(() => openEvent(def, stored(JSON.stringify({ ...payload, d: { ...payload.d, text: 'put there' } })), keys)).toThrow(
        SealBroken,
      );
    }),
  );
});
test('the subjects are told before keys are needed; only those that seal something', () => {
  const d: Data = {
    contactId: 'c',
    userId: 'u',
    text: 'x',
    note: null,
    name: null,
    size: 0,
    parts: [],
    place: { kind: 'none' },
    custom: {},
  };
  expect(encodeEvent(def, d).subjects).toEqual([
    { kind: 'contact', id: 'c' },
    { kind: 'user', id: 'u' },
  ]);
  const renamed = event(1, z.object({ contactId: z.string(), name: sealed(z.string(), 'contactId').nullable() }), {
    exposure: 'public',
    subjects: { contactId: 'contact' },
  });
  expect(encodeEvent(renamed, { contactId: 'c', name: null }).subjects).toEqual([]);
  expect(sealEvent(renamed, { contactId: 'c', name: null }, place, new Map())).toBe('{"d":{"contactId":"c","name":null}}');
});
test('an event without personal fields is plain and needs no key', () => {
  const plain = event(1, z.object({ reason: z.string() }), { exposure: 'public' });
  const payload = sealEvent(plain, { reason: 'done' }, place, new Map());
  expect(payload).toBe('{"d":{"reason":"done"}}');
  expect(decodeEvent(plain, stored(payload))).toMatchObject({ subjects: [], sealed: { reason: 'done' } });
});
test('sealing for an erased subject is refused; a key that was not loaded is a bug', () => {
  const d: Data = {
    contactId: 'c',
    userId: 'u',
    text: 'x',
    note: null,
    name: null,
    size: 0,
    parts: [],
    place: { kind: 'none' },
    custom: {},
  };
  expect(() => sealEvent(def, d, place, keysFor(d, ERASED, user))).toThrow(SubjectErased);
  expect(() => sealEvent(def, d, place, new Map())).toThrow('the key of contact:c was not loaded');
  expect(() => sealEvent(def, { ...d, contactId: '' }, place, new Map())).toThrow('contactId names no subject');
});

describe('versions', () => {
  const v1 = {
    data: z.object({ contactId: z.string(), name: sealed(z.string(), 'contactId'), nick: sealed(z.string(), 'contactId') }),
    subjects: { contactId: 'contact' as const },
  };
  const old = event(1, v1.data, { exposure: 'public', subjects: v1.subjects });
  const current = (earlier: EventDef['earlier']) =>
    event(2, z.object({ contactId: z.string(), nick: sealed(z.string(), 'contactId'), names: sealed(z.array(z.string()), 'contactId') }), {
      exposure: 'public',
      subjects: { contactId: 'contact' },
      upcast: [
        (e: { contactId: string; name: string | Erased; nick: string | Erased }) => ({
          contactId: e.contactId,
          nick: e.nick,
          names: e.name === ERASED ? ERASED : [e.name],
        }),
      ],
      earlier,
    });
  const keys: Keys = new Map([['contact:c', contact]]);
  const payload = sealEvent(old, { contactId: 'c', name: 'Ana', nick: 'Aninha' }, place, keys);
  test('an old payload is opened by its own schema, then brought up', () => {
    expect(openEvent(current([v1]), stored(payload), keys)).toEqual({ contactId: 'c', nick: 'Aninha', names: ['Ana'] });
    expect(decodeEvent(current([v1]), stored(payload)).sealed).toEqual({ contactId: 'c', nick: ERASED, names: ERASED });
  });
  test('an old payload whose schema is not stated, and one from the future, are refused', () => {
    expect(() => openEvent(current([]), stored(payload), keys)).toThrow(UnknownEventVersion);
    expect(() => openEvent(old, stored(payload, { version: 2 }), keys)).toThrow(UnknownEventVersion);
  });
});

describe('schemas whose sealed fields could not be found again are refused', () => {
  const seals =
    (schema: z.ZodType, subjects: EventDef['subjects'] = { id: 'contact' }) =>
    () =>
      encodeEvent({ version: 1, data: schema, exposure: 'internal', subjects }, { id: 'c' });
  const name = sealed(z.string(), 'id');
  const tree: z.ZodType = z.object({ name, children: z.array(z.lazy(() => tree)) });
  test.each([
    ['a union without a discriminator', z.object({ id: z.string(), u: z.union([z.object({ name }), z.object({ other: z.string() })]) })],
    ['a recursive schema', z.object({ id: z.string(), tree })],
    ['a subject that is sealed itself', z.object({ id: sealed(z.string(), 'id') })],
    ['a map', z.object({ id: z.string(), m: z.map(z.string(), name) })],
  ])('%s', (_, schema) => expect(seals(schema)).toThrow(UnsealableSchema));
  test('a subject of unknown kind', () => expect(seals(z.object({ id: z.string(), name }), {})).toThrow(UnsealableSchema));
  test('a variant that the schema does not know is not written plain', () => {
    const d = {
      contactId: 'c',
      userId: 'u',
      text: 'x',
      note: null,
      name: null,
      size: 0,
      parts: [],
      place: { kind: 'new', street: 'Rua A' },
      custom: {},
    };
    expect(() => encodeEvent(def, d)).toThrow(UnsealableSchema);
  });
});
