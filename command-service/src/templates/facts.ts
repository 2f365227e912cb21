import type { TemplateEvents } from '@master-ia/schemas/templates/index.ts';
import type { FactShapes } from '@master-ia/schemas/facts/index.ts';
import { factKeeper, keep } from '@master-ia/platform/kernel/reaction.ts';

type Channel = Readonly<Record<string, { readonly name: string; readonly language: string }>>;

export const templateFacts = factKeeper<TemplateEvents>({
  domain: 'templates',
  on: {
    TemplateSynced: ({ data: d }) => [
      keep<FactShapes['template']>('template', `${d.channelId}|${d.form.name}|${d.form.language}`, () => ({
        templateId: d.templateId,
        form: d.form,
      })),
      keep<Channel>('templates_of', d.channelId, (old) => ({ ...old, [d.templateId]: { name: d.form.name, language: d.form.language } })),
    ],
    TemplateRemoved: ({ data: d }) => [
      keep('template', `${d.channelId}|${d.name}|${d.language}`, () => undefined),
      keep<Channel>('templates_of', d.channelId, (old) =>
        Object.fromEntries(Object.entries(old ?? {}).filter(([id]) => id !== d.templateId)),
      ),
    ],
  },
});
