import { phoneIn } from './phone-input';

describe('a typed number', () => {
  it.each([
    ['11 98765-4321', '+5511987654321'],
    ['(11) 3456-7890', '+551134567890'],
    ['011 98765-4321', '+5511987654321'],
    ['5511987654321', '+5511987654321'],
    ['+351 912 345 678', '+351912345678'],
    ['00351 912345678', '+351912345678'],
  ])('%s is %s', (typed, phone) => expect(phoneIn(typed)).toBe(phone));

  it.each(['Ana', '123', '+12', 'ligar 11 98765-4321'])('%s is none', (typed) => expect(phoneIn(typed)).toBeNull());
});
