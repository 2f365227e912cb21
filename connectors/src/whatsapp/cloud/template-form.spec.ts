import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readTemplate } from './template-form.ts';

const answers = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../specs/meta/examples/management_responses.json'), 'utf8'),
) as Record<string, { data: unknown[] }>;
const listed = answers['GET /{Version}/{WABA-ID}/message_templates 200 Example response']!.data;

it('reads Meta’s own examples', () => {
  expect(listed.map(readTemplate)).toEqual([
    expect.objectContaining({
      providerId: '1192339204654487',
      name: 'hello_world',
      language: 'en_US',
      status: 'APPROVED',
      header: 'Hello World',
      headerFormat: 'TEXT',
      named: false,
      variables: [],
      footer: 'WhatsApp Business API Team',
    }),
    expect.objectContaining({
      name: '2023_april_promo',
      buttons: [{ type: 'QUICK_REPLY', text: 'Stop promotions', url: null }],
      variables: [
        { part: 'body', name: '1', example: 'Mark' },
        { part: 'body', name: '2', example: 'FALL25' },
      ],
    }),
  ]);
});

it('reads named variables, a header’s and an address’s', () => {
  expect(
    readTemplate({
      id: 1,
      name: 'pedido',
      language: 'pt_BR',
      status: 'PAUSED',
      category: 'UTILITY',
      parameter_format: 'NAMED',
      components: [
        {
          type: 'HEADER',
          format: 'TEXT',
          text: 'Olá {{nome}}',
          example: { header_text_named_params: [{ param_name: 'nome', example: 'Ana' }] },
        },
        {
          type: 'BODY',
          text: 'Pedido {{pedido}} de {{nome}}, {{pedido}}',
          example: { body_text_named_params: [{ param_name: 'pedido', example: '12' }] },
        },
        {
          type: 'BUTTONS',
          buttons: [
            { type: 'QUICK_REPLY', text: 'Ok' },
            { type: 'URL', text: 'Ver', url: 'https://a.b/{{1}}', example: ['https://a.b/9'] },
          ],
        },
      ],
    }),
  ).toMatchObject({
    providerId: '1',
    named: true,
    status: 'PAUSED',
    variables: [
      { part: 'header', name: 'nome', example: 'Ana' },
      { part: 'body', name: 'pedido', example: '12' },
      { part: 'body', name: 'nome' },
      { part: 'button', name: '1', index: 1, example: 'https://a.b/9' },
    ],
  });
});

it('is null for what has no id, name or language, and never throws', () => {
  expect(readTemplate({ id: '1', name: 'x' })).toBeNull();
  fc.assert(
    fc.property(fc.jsonValue(), (v) => {
      expect([null, 'object']).toContain(readTemplate(v) === null ? null : 'object');
      readTemplate({ id: '1', name: 'x', language: 'y', components: v });
    }),
  );
});
