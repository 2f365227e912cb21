import type { Template } from './records.ts';

type Sample = Omit<Template, 'id' | 'wabaId'>;
const approved = { status: 'APPROVED', parameterFormat: 'POSITIONAL', rejectedReason: 'NONE' } as const;

/** Templates of every simulated account: variables in header, body and buttons, positional and named, a picture, one paused, one rejected. */
export const sampleTemplates: readonly Sample[] = [
  {
    ...approved,
    name: 'hello_world',
    language: 'en_US',
    category: 'UTILITY',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Hello World' },
      {
        type: 'BODY',
        text: 'Welcome and congratulations!! This message demonstrates your ability to send a message notification from the simulator. Thank you for taking the time to test with us.',
      },
      { type: 'FOOTER', text: 'WhatsApp Business Platform sample message' },
    ],
  },
  {
    ...approved,
    name: 'retomar_conversa',
    language: 'pt_BR',
    category: 'UTILITY',
    components: [
      { type: 'BODY', text: 'Olá! Temos novidades sobre o seu atendimento. Podemos continuar a conversa por aqui?' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Sim, pode falar' },
          { type: 'QUICK_REPLY', text: 'Agora não' },
        ],
      },
    ],
  },
  {
    ...approved,
    name: 'boas_vindas',
    language: 'pt_BR',
    category: 'MARKETING',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Olá, {{1}}!', example: { header_text: ['Ana'] } },
      {
        type: 'BODY',
        text: 'Que bom ter você com a gente, {{1}}. O seu cupom de primeira compra é *{{2}}* e vale até domingo.',
        example: { body_text: [['Ana', 'BEMVINDO10']] },
      },
      { type: 'FOOTER', text: 'Responda SAIR para não receber ofertas' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Quero ver as ofertas' },
          { type: 'QUICK_REPLY', text: 'SAIR' },
        ],
      },
    ],
  },
  {
    ...approved,
    name: 'boas_vindas',
    language: 'en',
    category: 'MARKETING',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Hello, {{1}}!', example: { header_text: ['Ana'] } },
      {
        type: 'BODY',
        text: 'Great to have you with us, {{1}}. Your first-order coupon is *{{2}}*, valid until Sunday.',
        example: { body_text: [['Ana', 'WELCOME10']] },
      },
      { type: 'FOOTER', text: 'Answer STOP to receive no offers' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Show me the offers' },
          { type: 'QUICK_REPLY', text: 'STOP' },
        ],
      },
    ],
  },
  {
    ...approved,
    parameterFormat: 'NAMED',
    name: 'pedido_enviado',
    language: 'pt_BR',
    category: 'UTILITY',
    components: [
      {
        type: 'BODY',
        text: 'Oi, {{nome}}! O seu pedido {{pedido}} saiu para entrega e chega em {{prazo}}.',
        example: {
          body_text_named_params: [
            { param_name: 'nome', example: 'Ana' },
            { param_name: 'pedido', example: '1042' },
            { param_name: 'prazo', example: '2 dias' },
          ],
        },
      },
      { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Acompanhar entrega', url: 'https://loja.example/rastreio/{{1}}' }] },
    ],
  },
  {
    ...approved,
    name: 'order_confirmation',
    language: 'en',
    category: 'UTILITY',
    components: [
      {
        type: 'BODY',
        text: 'Hi {{1}}, we have received your order {{2}}. We will write to you as soon as it ships.',
        example: { body_text: [['Emily', '1042']] },
      },
      { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'View order', url: 'https://shop.example/orders/{{1}}' }] },
    ],
  },
  {
    ...approved,
    name: 'novidade_com_foto',
    language: 'pt_BR',
    category: 'MARKETING',
    components: [
      { type: 'HEADER', format: 'IMAGE' },
      { type: 'BODY', text: '{{1}}, chegou a nova coleção! Dê uma olhada na foto e conte o que achou.', example: { body_text: [['Ana']] } },
    ],
  },
  {
    ...approved,
    status: 'PAUSED',
    name: 'promocao_relampago',
    language: 'pt_BR',
    category: 'MARKETING',
    components: [{ type: 'BODY', text: 'Só hoje: {{1}}% de desconto em toda a loja!', example: { body_text: [['30']] } }],
  },
  {
    ...approved,
    status: 'REJECTED',
    rejectedReason: 'PROMOTIONAL',
    name: 'sorteio_gratis',
    language: 'pt_BR',
    category: 'UTILITY',
    components: [{ type: 'BODY', text: 'Você ganhou um prêmio! Toque no link e informe os seus dados para receber.' }],
  },
];
