import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { z } from 'zod';
import { breaks, eventSchemas, pathOf, type JsonSchema } from '../../scripts/json-schemas.ts';
import { aggregate, domain, event, sealed } from './contract.ts';
import { domains } from './domains.ts';

const root = join(import.meta.dirname, '..', 'json');
const now = eventSchemas(domains);
const kept = new Map(
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((f) => f.endsWith('.json'))
    .map((f) => [f.split(sep).join('/'), JSON.parse(readFileSync(join(root, f), 'utf8')) as JsonSchema]),
);

it('the checked-in schemas are those of the events', () => {
  expect([...kept.keys()].sort()).toEqual(now.map(pathOf).sort());
  for (const e of now) expect([pathOf(e), kept.get(pathOf(e))]).toEqual([pathOf(e), e.schema]);
});
it('a public version has only gained optional fields', () => {
  const released = [...kept].filter(([, schema]) => schema['x-exposure'] === 'public');
  expect(released.length).toBeGreaterThan(20);
  const present = new Map(now.map((e) => [pathOf(e), e.schema]));
  for (const [path, schema] of released)
    expect([path, present.has(path) ? breaks(schema, present.get(path)!) : 'gone']).toEqual([path, []]);
});
it('every sample is valid by the schema of its event', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  for (const e of now) {
    const samples = domains.find((d) => d.name === e.domain)!.samples as Readonly<Record<string, readonly unknown[]>>;
    const valid = ajv.compile(e.schema);
    for (const sample of samples[e.type] ?? []) expect([pathOf(e), valid(sample), valid.errors]).toEqual([pathOf(e), true, null]);
  }
});
it('marks what is sealed, and by whom', () => {
  const of = (type: string) =>
    now.find((e) => e.type === type)!.schema as { properties: Record<string, Record<string, unknown>>; 'x-subjects'?: object };
  expect(of('ContactRenamed').properties['name']).toMatchObject({ type: 'string', 'x-sealed': 'contactId' });
  expect(of('ContactRenamed')['x-subjects']).toEqual({ contactId: 'contact' });
  expect(of('ContactRenamed').properties['contactId']).not.toHaveProperty('x-sealed');
  expect(of('MessageReceived').properties['content']).toHaveProperty('x-sealed', 'contactId');
  expect(JSON.stringify(now)).not.toMatch(/"sealed":|"additionalProperties"/);
});

describe('a change of a version', () => {
  const one = (data: z.ZodType) =>
    eventSchemas([
      domain({
        name: 'd',
        aggregates: [aggregate({ category: 'c', events: { Said: event(1, data as z.ZodObject, { exposure: 'public' }) }, commands: {} })],
        samples: { Said: [{}] },
      }),
    ])[0]!.schema;
  const before = one(
    z.object({
      a: z.string(),
      b: z.object({ c: z.number() }),
      d: z.array(z.object({ e: z.string() })),
      f: z.string().optional(),
      g: z.enum(['x', 'y']),
    }),
  );
  const object = {
    a: z.string(),
    b: z.object({ c: z.number() }),
    d: z.array(z.object({ e: z.string() })),
    f: z.string().optional(),
    g: z.enum(['x', 'y']),
  };
  const after = (more: Record<string, z.ZodType>) => breaks(before, one(z.object({ ...object, ...more })));
  const without = ({ a: _, ...others }: typeof object) => others;

  it.each<readonly [string, () => readonly string[]]>([
    ['nothing', () => after({})],
    ['an optional field', () => after({ h: z.string().optional() })],
    ['an optional field further in', () => after({ b: z.object({ c: z.number(), i: z.string().optional() }) })],
    ['an optional field in a list', () => after({ d: z.array(z.object({ e: z.string(), i: z.string().optional() })) })],
  ])('may be %s', (_, found) => expect(found()).toEqual([]));
  it.each<readonly [string, () => readonly string[], string]>([
    ['a required field', () => after({ h: z.string() }), '$.h is new and required'],
    ['a field that is gone', () => breaks(before, one(z.object(without(object)))), '$.a is gone'],
    ['a field that became optional', () => after({ a: z.string().optional() }), '$.a became optional'],
    ['a field that became required', () => after({ f: z.string() }), '$.f became required'],
    ['another type', () => after({ a: z.number() }), '$.a: type changed'],
    ['another type further in', () => after({ b: z.object({ c: z.string() }) }), '$.b.c: type changed'],
    ['a required field in a list', () => after({ d: z.array(z.object({ e: z.string(), i: z.string() })) }), '$.d[].i is new and required'],
    ['a further value', () => after({ g: z.enum(['x', 'y', 'z']) }), '$.g: enum changed'],
    ['nothing, where something was', () => after({ a: z.string().nullable() }), '$.a: type changed'],
  ])('may not be %s', (_, found, why) => expect(found()).toContain(why));
  it('may not seal what was open', () => {
    const data = (a: z.ZodType) =>
      event(1, z.object({ id: z.string(), a }) as never, { exposure: 'public', subjects: { id: 'contact' } } as never);
    const of = (a: z.ZodType) =>
      eventSchemas([{ name: 'd', aggregates: [aggregate({ category: 'c', events: { Said: data(a) }, commands: {} })], samples: {} }])[0]!
        .schema;
    expect(breaks(of(z.string()), of(sealed(z.string(), 'id')))).toEqual(['$.a: x-sealed changed']);
  });
});
it('earlier versions that are stated have schemas of their own', () => {
  const said = event(2, z.object({ a: z.string(), b: z.string() }), {
    exposure: 'public',
    upcast: [(old) => old],
    earlier: [{ data: z.object({ a: z.string() }) }],
  });
  const made = eventSchemas([{ name: 'd', aggregates: [aggregate({ category: 'c', events: { Said: said }, commands: {} })], samples: {} }]);
  expect(made.map((e) => [pathOf(e), e.schema['required']])).toEqual([
    ['d/Said.v1.json', ['a']],
    ['d/Said.v2.json', ['a', 'b']],
  ]);
});
