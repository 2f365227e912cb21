import { complete, inputOf, rendered, type Template } from './templates';

const template = (o: Partial<Template> = {}): Template =>
  ({
    id: 't',
    name: 'boas_vindas',
    language: 'pt_BR',
    header: 'Olá, {{1}}!',
    body: 'Seu cupom é {{1}}, até {{2}}.',
    footer: 'Loja',
    buttons: [],
    variables: [
      { part: 'header', name: '1', example: null },
      { part: 'body', name: '1', example: null },
      { part: 'body', name: '2', example: null },
      { part: 'button', name: '0', example: null },
    ],
    ...o,
  }) as Template;
const values = { 'header.1': 'Ana', 'body.1': 'BEM10', 'body.2': ' domingo ', 'button.0': 'x' };

describe('a template', () => {
  it('is rendered part by part; what is missing stays as its variable', () => {
    expect(rendered(template(), { 'header.1': 'Ana', 'body.2': 'domingo' })).toBe('Olá, Ana!\n\nSeu cupom é {{1}}, até domingo.\n\nLoja');
  });

  it('is sent with numbered variables in order and buttons by place', () => {
    expect(inputOf(template(), values)).toEqual({
      name: 'boas_vindas',
      language: 'pt_BR',
      header: { text: 'Ana' },
      parameters: [{ text: 'BEM10' }, { text: 'domingo' }],
      buttons: [{ index: 0, text: 'x' }],
    });
  });

  it('names named variables', () => {
    const named = template({ body: 'Oi {{nome}}', variables: [{ part: 'body', name: 'nome', example: null }] });
    expect(inputOf(named, { 'body.nome': 'Ana' }).parameters).toEqual([{ name: 'nome', text: 'Ana' }]);
  });

  it('is complete when nothing is blank', () => {
    expect([complete(template(), values), complete(template(), { ...values, 'body.1': ' ' })]).toEqual([true, false]);
  });
});
