import type { TemplateEvents } from '@master-ia/schemas/templates/index.ts';
import { templateTable } from '@master-ia/schemas/templates/tables.ts';
import { projection } from '@master-ia/platform/kernel/projection.ts';

const byTemplate = (e: { readonly data: { readonly templateId: string } }) => [{ template_id: e.data.templateId }];

/** Message forms as the provider has them. */
export const templates = projection<TemplateEvents>()({
  name: 'templates',
  version: 1,
  order: 'key',
  tables: [templateTable],
  notify: { template: ['channel_id'] },
  on: {
    TemplateSynced: (on) => [
      on.put(templateTable, byTemplate, (e) => {
        const { form } = e.data;
        return {
          template_id: e.data.templateId,
          channel_id: e.data.channelId,
          name: form.name,
          language: form.language,
          status: form.status,
          category: form.category,
          form,
          synced_at: e.meta.at,
        };
      }),
    ],
    TemplateRemoved: (on) => [on.put(templateTable, byTemplate, () => undefined)],
  },
});
