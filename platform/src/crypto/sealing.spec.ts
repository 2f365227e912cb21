import { createDecipheriv } from 'node:crypto';
import fc from 'fast-check';
import { SEAL_OVERHEAD, SealBroken, keyFrom, newKey, open, openBytes, seal, sealBytes, unwrapKey, wrapKey } from './sealing.ts';

const key = newKey();
test('what is sealed opens again, in its place only', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, aad) => {
      const clear = Buffer.from(text).toString();
      const box = seal(key, text, aad);
      expect(open(key, box, aad)).toBe(clear);
      expect(() => open(key, box, `${aad}.`)).toThrow(SealBroken);
      expect(() => open(newKey(), box, aad)).toThrow(SealBroken);
    }),
  );
});
test('every changed character of a box is noticed', () => {
  const box = seal(key, 'Olá, tudo bem?', 'a|b');
  for (let i = 0; i < box.length; i++) {
    for (const c of ['A', 'B', '-', '_', '=', ' ', '\n']) {
      if (box[i] === c) continue;
      expect(() => open(key, box.slice(0, i) + c + box.slice(i + 1), 'a|b')).toThrow(SealBroken);
      expect(() => open(key, box.slice(0, i) + c + box.slice(i), 'a|b')).toThrow(SealBroken);
    }
    expect(() => open(key, box.slice(0, i), 'a|b')).toThrow(SealBroken);
  }
});
test('every flipped bit of a sealed file part is noticed', () => {
  const box = sealBytes(key, Buffer.from('0123456789'), 'x');
  expect(box).toHaveLength(10 + SEAL_OVERHEAD);
  for (let bit = 0; bit < box.length * 8; bit++) {
    const changed = Buffer.from(box);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    expect(() => openBytes(key, changed, 'x')).toThrow(SealBroken);
  }
});
test('a shortened tag is refused', () => {
  const box = sealBytes(key, Buffer.from('secret'), '');
  for (const keep of [4, 8, 12, 15]) expect(() => openBytes(key, box.subarray(0, box.length - 16 + keep), '')).toThrow(SealBroken);
});
test('initialisation vectors do not repeat', () => {
  const seen = new Set<string>();
  for (let i = 0; i < 100_000; i++) seen.add(sealBytes(key, Buffer.alloc(0), '').toString('latin1', 0, 12));
  expect(seen.size).toBe(100_000);
});
test('the format is plain AES-256-GCM: another program with the key can open it', () => {
  const bytes = Buffer.from(seal(key, 'olá', 't|s|e|T'), 'base64');
  const d = createDecipheriv('aes-256-gcm', key.export(), bytes.subarray(0, 12), { authTagLength: 16 });
  d.setAAD(Buffer.from('t|s|e|T'));
  d.setAuthTag(bytes.subarray(bytes.length - 16));
  expect(d.update(bytes.subarray(12, bytes.length - 16)).toString() + d.final().toString()).toBe('olá');
});
test('keys are wrapped under keys', () => {
  const inner = newKey();
  const box = wrapKey(key, inner, 'company');
  expect(unwrapKey(key, box, 'company').equals(inner)).toBe(true);
  expect(() => unwrapKey(key, box, 'other')).toThrow(SealBroken);
  expect(() => keyFrom(Buffer.alloc(31))).toThrow(SealBroken);
});
