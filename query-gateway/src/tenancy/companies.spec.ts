import { refusalText } from '@master-ia/schemas/refusals.ts';
import { embeddedEngine } from '@master-ia/platform/testing/embedded.ts';
import { putCompany } from '../testing/company.ts';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';

let g: TestGateway;
beforeAll(async () => void (g = await openTestGateway(embeddedEngine)), 60_000);
afterAll(() => g?.close());

it.each([
  ['hideCompany', (id: string) => `hideCompany(input: { companyId: "${id}", hidden: true })`],
  ['switchCompany', (id: string) => `switchCompany(companyId: "${id}")`],
] as const)('%s says in words that a company is not one of the caller’s', async (name, field) => {
  const [own, other] = [await putCompany(g.db, `${name} own`), await putCompany(g.db, `${name} other`)];
  const cookie = await g.session(own.owner, own.tenant);
  const sent = g.sent.length;
  for (const locale of ['pt-BR', 'en'] as const) {
    const answer = await g.graph(`mutation { answer: ${field(other.tenant)} { company { id } refusal { code message field } } }`, {
      headers: { cookie, 'accept-language': locale },
    });
    const refusal = { code: 'not_found', message: refusalText('not_found', locale), field: 'companyId' };
    expect(answer.json).toEqual({ data: { answer: { company: null, refusal } } });
  }
  expect(g.sent).toHaveLength(sent);
});
