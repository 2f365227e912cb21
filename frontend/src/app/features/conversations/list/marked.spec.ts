import { marked } from './marked';

const hits = (text: string, query: string) =>
  marked(text, query)
    .filter((p) => p.hit)
    .map((p) => p.text);

describe('marked', () => {
  it('marks the beginnings of words, whatever accents and case', () =>
    expect(hits('Promoção de PROMO promover', 'promocao promo')).toEqual(['Promoção', 'PROMO', 'promo']));
  it('marks nothing inside a word', () => expect(hits('desconto', 'conto')).toEqual([]));
  it('keeps the whole text', () =>
    expect(
      marked('Olá, mundo!', 'mundo')
        .map((p) => p.text)
        .join(''),
    ).toBe('Olá, mundo!'));
});
