import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { NAMESPACE, deterministicIds, isUuid, systemIds, uuidFrom } from './ids.ts';

const V5 = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
test('derived ids never change: they are in the log', () => {
  expect(NAMESPACE).toBe('6f0c5b1e-3c1d-5d5a-9d0e-2f6a41c7b8e3');
  expect(uuidFrom()).toBe('c38172e4-fbbc-597e-9acb-bf5b1a13a1bd');
  expect(uuidFrom('a', 'b')).toBe('c09a343a-5923-5cb7-a665-121b17a11839');
  expect(uuidFrom('São Paulo', '☎')).toBe('f7b415a3-b985-5062-bad2-f47190c72139');
});
test('a derived id is RFC 9562 version 5 of the parts as JSON', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (parts) => {
      const digest = createHash('sha1')
        .update(Buffer.from(NAMESPACE.replaceAll('-', ''), 'hex'))
        .update(JSON.stringify(parts))
        .digest()
        .subarray(0, 16);
      digest[6] = (digest[6]! & 0x0f) | 0x50;
      digest[8] = (digest[8]! & 0x3f) | 0x80;
      expect(uuidFrom(...parts).replaceAll('-', '')).toBe(digest.toString('hex'));
      expect(uuidFrom(...parts)).toMatch(V5);
    }),
  );
});
test('where one part ends and the next begins matters', () => {
  expect(new Set([uuidFrom('a', 'bc'), uuidFrom('ab', 'c'), uuidFrom('abc'), uuidFrom('a|bc'), uuidFrom('a","bc')]).size).toBe(5);
});
test('secrets are base64url of as many bytes as asked', () => {
  expect(Buffer.from(systemIds.secret(32), 'base64url')).toHaveLength(32);
  expect(systemIds.secret(32)).toMatch(/^[\w-]{43}$/);
  expect(systemIds.secret(32)).not.toBe(systemIds.secret(32));
  expect(isUuid(systemIds.random())).toBe(true);
});
test('deterministic ids repeat with their seed and differ within it', () => {
  const draw = (seed: string) => {
    const ids = deterministicIds(seed);
    return [ids.random(), ids.random(), ids.secret(100), ids.secret(100), ids.from('x')];
  };
  expect(draw('a')).toEqual(draw('a'));
  expect(new Set([...draw('a'), ...draw('b')]).size).toBe(9);
  expect(draw('a').slice(0, 2).every(isUuid)).toBe(true);
});
