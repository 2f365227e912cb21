import { hueOf, initials } from './avatar';

describe('initials', () => {
  it.each([
    ['Fábio Rocha', 'FR'],
    ['Ana Maria de Souza', 'AS'],
    ['élodie', 'É'],
    ['+55 11 98765-4321', '#'],
    ['', '#'],
    ['  José   Luís ', 'JL'],
    ['🎉 Ana', 'A'],
  ])('of %p are %p', (name, letters) => expect(initials(name)).toBe(letters));
});

describe('hueOf', () => {
  it('is stable and on the wheel', () => {
    expect(hueOf('abc')).toBe(hueOf('abc'));
    expect(hueOf('x'.repeat(10_000))).toBeLessThan(360);
  });
});
