import { SIMULATED_PREFIX } from '@master-ia/schemas/channels/simulated.ts';
import { newCustomer } from './customers.ts';
import { MANAGEMENT, MESSAGING } from './graph/auth.ts';
import { accessToken, graphId, hexSecret } from './ids.ts';
import type { PhoneNumber, RecordBody } from './records.ts';
import { sampleTemplates } from './sample-templates.ts';
import type { World } from './world.ts';

const number = (n: number, wabaId: string, verifiedName: string, registered: boolean): PhoneNumber => ({
  id: `${SIMULATED_PREFIX}${String(n).padStart(8, '0')}`,
  wabaId,
  phone: `551190000${String(n).padStart(4, '0')}`,
  display: `+55 11 90000-${String(n).padStart(4, '0')}`,
  verifiedName,
  pin: registered ? '123456' : null,
  registered,
});

const templatesOf = (wabaId: string): readonly RecordBody[] =>
  sampleTemplates.map((t) => ({ kind: 'template', template: { id: graphId(), wabaId, ...t } }));

/** A further business account with one number, not yet registered: for a second company. */
export const addAccount = async (world: World, name: string): Promise<PhoneNumber> => {
  const wabaId = graphId();
  const added = number(world.state.numbers.size + 1, wabaId, name, false);
  await world.commit({ kind: 'account', wabaId, name }, { kind: 'number', number: added }, ...templatesOf(wabaId));
  return added;
};

/** A further token of the app, for all its accounts. */
export const newToken = (): RecordBody => ({
  kind: 'token',
  token: accessToken(),
  scopes: [MESSAGING, MANAGEMENT],
  state: 'valid',
  issuedAt: Date.now(),
});

/** Invented people. The phones of the third and fourth have no ninth digit at WhatsApp. */
const people: readonly (readonly [digits: string, name: string])[] = [
  ['5511987650001', 'Ana Souza'],
  ['5521987650002', 'Bruno Lima'],
  ['5531987650003', 'Carla Mendes'],
  ['5585987650004', 'Diego Ferreira'],
  ['14155550105', 'Emily Carter'],
];

/** What a new directory begins with: an app, a business account with three numbers (the third not registered), a token, templates, customers. */
export const makeSampleAccount = async (world: World): Promise<void> => {
  if (world.state.app) return;
  const wabaId = graphId();
  await world.commit(
    { kind: 'app', appId: graphId(), name: 'Simulated app', secret: hexSecret(16), mediaKey: hexSecret(32) },
    newToken(),
    { kind: 'account', wabaId, name: 'Loja Exemplo' },
    { kind: 'number', number: number(1, wabaId, 'Loja Exemplo', true) },
    { kind: 'number', number: number(2, wabaId, 'Suporte Exemplo', true) },
    { kind: 'number', number: number(3, wabaId, 'Filial Exemplo', false) },
    ...templatesOf(wabaId),
  );
  await world.commit(
    ...people.map(([digits, name]): RecordBody => ({ kind: 'customer', customer: newCustomer(world.state, digits, { name }) })),
  );
};
