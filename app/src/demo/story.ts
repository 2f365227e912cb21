/** What happened in the demo company before one looks at it. Times are minutes before now; phones are the simulator's own customers where it has them. */
export type Turn =
  | { readonly from: 'customer'; readonly ago: number; readonly text: string }
  | {
      readonly from: 'ana' | 'bruno' | 'carla';
      readonly ago: number;
      readonly text: string;
      readonly reached: 'accepted' | 'sent' | 'delivered' | 'read' | { readonly failed: string };
    }
  | { readonly note: 'ana' | 'bruno' | 'carla'; readonly ago: number; readonly text: string };
export type Story = {
  readonly phone: string;
  readonly name: string;
  readonly labels: readonly ('VIP' | 'Orçamento' | 'Entrega' | 'Troca')[];
  readonly assigned: 'ana' | 'bruno' | 'carla' | null;
  readonly closed?: boolean;
  readonly read: boolean;
  readonly turns: readonly Turn[];
};
const DAY = 1440;

export const labels = { VIP: '#b3261e', Orçamento: '#5653d4', Entrega: '#0f7b6c', Troca: '#9a5b00' } as const;

export const stories: readonly Story[] = [
  {
    phone: '+5511987650001',
    name: 'Ana Souza',
    labels: ['VIP', 'Orçamento'],
    assigned: 'ana',
    read: false,
    turns: [
      { from: 'customer', ago: 3 * DAY + 30, text: 'Oi! Vocês fazem entrega na zona sul?' },
      { from: 'ana', ago: 3 * DAY + 22, text: 'Oi, Ana! Fazemos sim, em até dois dias úteis. 😊', reached: 'read' },
      { from: 'customer', ago: 3 * DAY + 20, text: 'Ótimo, vou escolher e já volto' },
      { note: 'ana', ago: 3 * DAY + 15, text: 'Cliente antiga, costuma comprar para revender. Oferecer frete grátis acima de R$ 300.' },
      { from: 'customer', ago: 50, text: 'Voltei! Quero três vestidos do modelo azul, tamanhos P, M e G' },
      { from: 'customer', ago: 48, text: 'Consegue fazer um preço para levar os três?' },
    ],
  },
  {
    phone: '+5521987650002',
    name: 'Bruno Lima',
    labels: ['Entrega'],
    assigned: 'bruno',
    read: true,
    turns: [
      { from: 'customer', ago: 300, text: 'Bom dia, meu pedido 4821 ainda não chegou' },
      { from: 'bruno', ago: 292, text: 'Bom dia, Bruno! Vou verificar com a transportadora agora mesmo.', reached: 'read' },
      {
        from: 'bruno',
        ago: 270,
        text: 'Ele saiu para entrega hoje cedo e deve chegar até as 18h. Qualquer coisa me chama aqui.',
        reached: 'delivered',
      },
    ],
  },
  {
    phone: '+5531987650003',
    name: 'Carla Mendes',
    labels: ['Troca'],
    assigned: null,
    read: false,
    turns: [{ from: 'customer', ago: 14, text: 'Olá, comprei uma sandália e ficou pequena. Como faço a troca?' }],
  },
  {
    phone: '+5585987650004',
    name: 'Diego Ferreira',
    labels: [],
    assigned: null,
    read: false,
    turns: [
      { from: 'customer', ago: 7, text: 'Boa tarde' },
      { from: 'customer', ago: 6, text: 'Vocês têm essa mochila em preto?' },
      { from: 'customer', ago: 6, text: 'E parcelam em quantas vezes?' },
    ],
  },
  {
    phone: '+14155550105',
    name: 'Emily Carter',
    labels: ['Orçamento'],
    assigned: 'carla',
    read: true,
    turns: [
      { from: 'customer', ago: DAY + 200, text: 'Hi! Do you ship to the US?' },
      { from: 'carla', ago: DAY + 190, text: 'Hi Emily! Yes, we do. Delivery takes 10 to 15 business days.', reached: 'read' },
      { from: 'customer', ago: DAY + 180, text: 'Great, thank you!' },
    ],
  },
  {
    phone: '+5541991230006',
    name: 'Fernanda Oliveira',
    labels: ['VIP'],
    assigned: 'ana',
    read: true,
    turns: [
      { from: 'customer', ago: 2 * DAY + 90, text: 'Recebi tudo certinho, amei! 💜' },
      { from: 'ana', ago: 2 * DAY + 80, text: 'Que alegria, Fernanda! Se puder, deixa uma avaliação pra gente.', reached: 'read' },
      { from: 'customer', ago: 2 * DAY + 70, text: 'Claro, já faço' },
    ],
    closed: true,
  },
  {
    phone: '+5551992340007',
    name: 'Gustavo Pereira',
    labels: [],
    assigned: 'bruno',
    read: true,
    turns: [
      { from: 'customer', ago: 180, text: 'Qual o horário da loja no sábado?' },
      { from: 'bruno', ago: 175, text: 'Aos sábados abrimos das 9h às 14h.', reached: { failed: '131026' } },
    ],
  },
  {
    phone: '+5562993450008',
    name: 'Helena Castro',
    labels: ['Orçamento'],
    assigned: null,
    read: false,
    turns: [
      {
        from: 'customer',
        ago: 26 * 60,
        text: 'Boa noite! Estou organizando os presentes de fim de ano da empresa e preciso de um orçamento para 120 kits: caneca, caderno e caneta, tudo com a nossa marca. Precisamos receber até a primeira semana de dezembro em Goiânia. Vocês conseguem me passar valores com e sem embalagem especial?',
      },
    ],
  },
];
