import fc from 'fast-check';
import { MAX_DELIVERY_BYTES, MAX_DEPTH, readStrictJson } from './json.ts';

const read = (text: string) => readStrictJson(Buffer.from(text));
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

it('reads what JSON.parse reads', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), (text) => {
      fc.pre(!text.includes('\\u0000'));
      expect(readStrictJson(Buffer.from(text))).toEqual({ ok: true, value: JSON.parse(text) });
    }),
  );
});

it('never throws, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(typeof readStrictJson(bytes).ok).toBe('boolean');
    }),
  );
  const jsonish = fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '\\', 'u', '0', 'a', '\u0000'), maxLength: 60 });
  fc.assert(
    fc.property(jsonish, (text) => {
      const strict = read(text);
      if (strict.ok) expect(() => JSON.parse(text) as unknown).not.toThrow();
    }),
    { numRuns: 2000 },
  );
});

it.each([
  ['a UTF-8 sequence cut off', Buffer.from([0x22, 0xc3, 0x22])],
  ['a byte that is never UTF-8', Buffer.from([0x22, 0xff, 0x22])],
  ['half a surrogate pair in UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
  ['UTF-16', Buffer.from('{"a":1}', 'utf16le').subarray(0, 13)],
])('refuses %s', (name, bytes) => {
  expect(readStrictJson(bytes)).toEqual({ ok: false, why: name === 'UTF-16' ? 'not_json' : 'not_utf8' });
});

it.each(['', ' ', '{', '{"a":}', '{"a":1', '[1,]', '01', "{'a':1}", '{"a":1}{"b":2}', 'undefined', '"\u0000"', '<xml/>', 'a=1&b=2'])(
  'refuses %j',
  (text) => {
    expect(read(text)).toEqual({ ok: false, why: 'not_json' });
  },
);

it('takes a byte order mark and a lone scalar', () => {
  expect(read('\ufeff{"a":1}')).toEqual({ ok: true, value: { a: 1 } });
  expect(read('null')).toEqual({ ok: true, value: null });
});

it('stops at the depth limit, long before any recursion', () => {
  expect(read(nested(MAX_DEPTH)).ok).toBe(true);
  expect(read(nested(MAX_DEPTH + 1))).toEqual({ ok: false, why: 'too_deep' });
  expect(read('{"a":'.repeat(65) + '1' + '}'.repeat(65))).toEqual({ ok: false, why: 'too_deep' });
  expect(read('['.repeat(1_000_000))).toEqual({ ok: false, why: 'too_deep' });
  expect(read(JSON.stringify('['.repeat(500))).ok).toBe(true);
  expect(read(JSON.stringify(Array.from({ length: 500 }, () => []))).ok).toBe(true);
});

it.each([
  '{"a":1,"a":2}',
  '{"a":1,"b":{"c":1,"c":1}}',
  '[{"a":1},{"b":1,"b":2}]',
  '{"a":1,"\\u0061":2}',
  '{"a\\"b":1,"a\\"b":2}',
  '{"a":"}","a":2}',
  '{"a":["a","a"],"a":1}',
  '{ "a" : 1 , "a" : 2 }',
  '{"a":1,"a\\u0000":2}',
  '{"__proto__":1,"__proto__":2}',
])('refuses a key told twice: %s', (text) => {
  expect(read(text)).toEqual({ ok: false, why: 'duplicate_key' });
});

it.each([
  '{"a":{"a":{"a":1}}}',
  '[{"a":1},{"a":2}]',
  '{"a":"a","b":"a"}',
  '{"a":["b","b"],"b":1}',
  '{"a":1,"A":2}',
  '{"x":"{\\"a\\":1,\\"a\\":2}"}',
])('sees no doubled key in %s', (text) => {
  expect(read(text)).toEqual({ ok: true, value: JSON.parse(text) });
});

it('removes U+0000 from texts and keys and leaves the rest alone', () => {
  expect(read('{"a\\u0000b":["x\\u0000y\\u0000",{"c":"\\u0000"}],"n":1,"t":true,"z":null}')).toEqual({
    ok: true,
    value: { ab: ['xy', { c: '' }], n: 1, t: true, z: null },
  });
  expect(read('"\\\\u0000"')).toEqual({ ok: true, value: '\\u0000' });
});

it('a key named __proto__ stays a key', () => {
  const read1 = read('{"__proto__":{"admin":true},"x":"\\u0000"}');
  expect(read1.ok && Object.keys(read1.value as object)).toEqual(['__proto__', 'x']);
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
});

it('refuses more than three megabytes without reading them', () => {
  expect(readStrictJson(Buffer.alloc(MAX_DELIVERY_BYTES + 1, 0x20))).toEqual({ ok: false, why: 'too_large' });
  const full = Buffer.from(`{"a":"${'x'.repeat(MAX_DELIVERY_BYTES - 8)}"}`);
  expect(full.byteLength).toBe(MAX_DELIVERY_BYTES);
  expect(readStrictJson(full).ok).toBe(true);
});
