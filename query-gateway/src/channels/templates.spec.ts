import type { TemplateForm } from '@master-ia/schemas/templates/template.ts';
import { samples } from '@master-ia/schemas/templates/samples.ts';
import { templateTable } from '@master-ia/schemas/templates/tables.ts';
import { embeddedEngine } from '@master-ia/platform/testing/embedded.ts';
import { uuidFrom } from '@master-ia/platform/runtime/ids.ts';
import { putCompany, type TestCompany } from '../testing/company.ts';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';
import { putRow } from '../testing/read-models.ts';

let g: TestGateway | undefined;
let a: TestCompany;
const gateway = (): TestGateway => g as TestGateway;
beforeAll(async () => {
  g = await openTestGateway(embeddedEngine);
  a = await putCompany(g.db, 'a');
}, 60_000);
afterAll(() => g?.close());

it('tell what their header is, also one that we do not know', async () => {
  const { form } = samples.TemplateSynced[0] as { readonly form: TemplateForm };
  const channelId = uuidFrom('a channel of many templates');
  for (const headerFormat of [null, 'DOCUMENT', 'IMAGE', 'LOCATION', 'TEXT', 'VIDEO', 'GIF'])
    await putRow(gateway().db, a.tenant, templateTable, {
      template_id: uuidFrom('template', String(headerFormat)),
      channel_id: channelId,
      name: `with_${String(headerFormat).toLowerCase()}`,
      language: form.language,
      status: form.status,
      category: form.category,
      form: { ...form, headerFormat },
      synced_at: new Date('2026-01-15T11:00:00.000Z'),
    });
  const answer = await gateway().graph('query ($c: ID!) { templates(channelId: $c) { edges { node { name headerFormat } } } }', {
    variables: { c: channelId },
    headers: { authorization: `Bearer ${a.key}` },
  });
  expect(answer.json).toEqual({
    data: {
      templates: {
        edges: [
          ['with_document', 'DOCUMENT'],
          ['with_gif', 'OTHER'],
          ['with_image', 'IMAGE'],
          ['with_location', 'LOCATION'],
          ['with_null', 'NONE'],
          ['with_text', 'TEXT'],
          ['with_video', 'VIDEO'],
        ].map(([name, headerFormat]) => ({ node: { name, headerFormat } })),
      },
    },
  });
});
