import fc from 'fast-check';
import { canonicalPhone, phoneDigits } from './phone.ts';

const SP = '+5511987654321';
test.each([
  // Both spellings of a mobile, in every way people write them.
  ['+55 11 98765-4321', SP],
  ['+55 11 8765-4321', SP],
  ['+551187654321', SP],
  ['551187654321', SP],
  ['5511987654321', SP],
  ['11 98765-4321', SP],
  ['(11) 8765-4321', SP],
  ['(011) 98765-4321', SP],
  ['0 15 11 98765-4321', SP],
  ['0055 11 98765 4321', SP],
  ['00 55 11 98765 4321', SP],
  ['+55 (11) 9.8765.4321', SP],
  ['+55 (0) 11 98765-4321', SP],
  ['\u202a+55\u00a011\u00a098765‑4321\u202c', SP],
  ['＋５５１１９８７６５４３２１', SP],
  ['  +55-11-98765-4321 ', SP],
  ['+55 11 6123-4567', '+5511961234567'],
  ['+55 11 7123-4567', '+5511971234567'],
  ['+55 11 9123-4567', '+5511991234567'],
  // Area codes of all regions got the ninth digit.
  ['+55 99 8123-4567', '+5599981234567'],
  ['+55 71 8123-4567', '+5571981234567'],
  // Area code 55 is Santa Maria, not the country.
  ['55 99123-4567', '+5555991234567'],
  ['55 9123-4567', '+5555991234567'],
  ['+55 55 3220-8000', '+555532208000'],
  // Fixed lines have eight digits and begin with 2–5.
  ['(11) 3003-1234', '+551130031234'],
  ['+55 21 2345-6789', '+552123456789'],
  ['554155551234', '+554155551234'],
])('%s is the Brazilian %s', (text, e164) => {
  expect(canonicalPhone(text)).toEqual({ e164, country: 'BR' });
});
test.each([
  ['+1 415 555 2671', '+14155552671', 'US'],
  ['+351 912 345 678', '+351912345678', 'PT'],
  ['+595 981 123456', '+595981123456', 'PY'],
  ['+44 20 7946 0958', '+442079460958', 'GB'],
  ['00 34 612 34 56 78', '+34612345678', 'ES'],
  // WhatsApp's Mexican ids carry a 1 that numbers lost in 2019.
  ['+52 1 55 1234 5678', '+525512345678', 'MX'],
  ['+5215512345678', '+525512345678', 'MX'],
  ['+52 55 1234 5678', '+525512345678', 'MX'],
  ['+54 9 11 2345 6789', '+5491123456789', 'AR'],
  ['+870 773 123 456', '+870773123456', null],
])('%s is %s (%s)', (text, e164, country) => {
  expect(canonicalPhone(text)).toMatchObject({ e164, ...(country === null ? {} : { country }) });
});
test.each([
  '',
  ' ',
  '+',
  '123',
  '190',
  '8765-4321',
  '98765-4321',
  '+55',
  '+55 11',
  '+55 11 1234-5678',
  '+55 10 98765-4321',
  '+55 11 198765-4321',
  '+55 11 98765-43210',
  '+5511987654321 ramal 2',
  '11 98765-4321 / 11 98765-4322',
  'ana@example.com',
  'joão',
  '+1',
  '+999 123 456 789',
  '++5511987654321',
  '55+11987654321',
  '+'.repeat(100),
  '1'.repeat(59),
  '+55 11 ９８765-432x',
])('%j is no phone number', (text) => {
  expect(canonicalPhone(text)).toBeNull();
});
test('national numbers of another country', () => {
  expect(canonicalPhone('912 345 678', 'PT')).toEqual({ e164: '+351912345678', country: 'PT' });
  expect(canonicalPhone('(415) 555-2671', 'US')).toEqual({ e164: '+14155552671', country: 'US' });
  expect(canonicalPhone('+55 11 8765-4321', 'PT')?.e164).toBe(SP);
});
test('the spelling is final: it is its own spelling, whatever the default country', () => {
  const area = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })).map(([a, b]) => `${a}${b}`);
  const eight = fc.integer({ min: 0, max: 9_999_999 }).map((n) => String(n).padStart(7, '0'));
  fc.assert(
    fc.property(area, fc.integer({ min: 2, max: 9 }), eight, fc.constantFrom('BR', 'PT', 'US'), (a, first, rest, country) => {
      const short = `+55${a}${first}${rest}`;
      const found = canonicalPhone(short, country)!;
      expect(found.e164).toBe(first >= 6 ? `+55${a}9${first}${rest}` : short);
      expect(canonicalPhone(found.e164, country)).toEqual(found);
      expect(canonicalPhone(found.e164.slice(1))).toEqual(found);
      expect(canonicalPhone(found.e164.slice(3))).toEqual(found);
    }),
  );
});
test('nothing that is written makes it throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('+', '0', '5', '9', ' ', '(', ')', '-') })),
      (text) => {
        const found = canonicalPhone(text);
        expect(found === null || /^\+[1-9]\d{5,16}$/.test(found.e164)).toBe(true);
      },
    ),
  );
});
test('digits for search', () => {
  expect([phoneDigits('+55 (11) 98765-4321'), phoneDigits('４３２１'), phoneDigits('ana')]).toEqual(['5511987654321', '4321', '']);
});
