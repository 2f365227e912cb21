import { signatureHeaders, signatureOf, verifySignature } from './signature.ts';

const secret = 'the app secret';
const body = Buffer.from('{"object":"whatsapp_business_account"}');
const right = signatureOf(secret, body);
const check = (headers: readonly string[], o: { secret?: string | undefined; body?: Uint8Array } = {}) =>
  verifySignature({ secret: 'secret' in o ? o.secret : secret, headers, body: o.body ?? body });

it('accepts the signature over the exact bytes', () => {
  // Computed with `openssl dgst -sha256 -hmac 'the app secret'`.
  expect(right).toBe('sha256=bfe65bf7477b7b6e7bacee5001f5d80a86b5666c6786c270a134929b2ce5d21e');
  expect(check([right])).toEqual({ ok: true });
});

it.each([
  ['missing', [], 'missing'],
  ['empty', [''], 'malformed'],
  ['doubled, both right', [right, right], 'doubled'],
  ['doubled and joined as Node joins', [`${right}, ${right}`], 'malformed'],
  ['upper-case hex', [`sha256=${right.slice(7).toUpperCase()}`], 'malformed'],
  ['upper-case prefix', [`SHA256=${right.slice(7)}`], 'malformed'],
  ['another algorithm’s prefix', [`sha1=${right.slice(7)}`], 'malformed'],
  ['no prefix', [right.slice(7)], 'malformed'],
  ['cut short', [right.slice(0, -1)], 'malformed'],
  ['one digit too many', [`${right}0`], 'malformed'],
  ['a space before', [` ${right}`], 'malformed'],
  ['a line end after', [`${right}\n`], 'malformed'],
  ['not hex', [`sha256=${'g'.repeat(64)}`], 'malformed'],
  ['of zeros', [`sha256=${'0'.repeat(64)}`], 'wrong'],
  ['another secret’s', [signatureOf('another secret', body)], 'wrong'],
])('rejects a signature that is %s', (_, headers, why) => {
  expect(check(headers)).toEqual({ ok: false, why });
});

it('rejects every single changed byte, and a body cut short', () => {
  for (let i = 0; i < body.length; i++) {
    const changed = Buffer.from(body);
    changed[i]! ^= 1;
    expect(check([right], { body: changed })).toEqual({ ok: false, why: 'wrong' });
  }
  expect(check([right], { body: body.subarray(0, -1) })).toEqual({ ok: false, why: 'wrong' });
});

it('rejects everything without a secret, even what is signed with none', () => {
  for (const none of [undefined, '']) {
    expect(check([right], { secret: none })).toEqual({ ok: false, why: 'no_secret' });
    expect(check([signatureOf('no secret is configured', body)], { secret: none })).toEqual({ ok: false, why: 'no_secret' });
    expect(check([signatureOf('', body)], { secret: none })).toEqual({ ok: false, why: 'no_secret' });
  }
});

it('takes every header of that name apart, whatever its case', () => {
  expect(signatureHeaders(['Host', 'a', 'X-Hub-Signature-256', right, 'x-hub-signature-256', 'b', 'X-Hub-Signature', 'c'])).toEqual([
    right,
    'b',
  ]);
});
