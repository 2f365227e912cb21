import { template as aggregate, type TemplateForm } from '@master-ia/schemas/templates/template.ts';
import { decider, none, refuse } from '@master-ia/platform/kernel/decider.ts';

type State = { readonly form: TemplateForm | null };
const idOf = (d: { readonly templateId: string }) => ({ id: d.templateId });
const answer = (_: State, d: { readonly templateId: string }) => ({ templateId: d.templateId });

export const template = decider<typeof aggregate, 'not_found'>()<State>({
  aggregate,
  initial: { form: null },
  target: { RecordTemplate: idOf, RecordTemplateStatus: idOf, RemoveTemplate: idOf },
  prepare: { RecordTemplate: none, RecordTemplateStatus: none, RemoveTemplate: none },
  decide: {
    RecordTemplate: (s, d) => (JSON.stringify(s.form) === JSON.stringify(d.form) ? [] : [{ type: 'TemplateSynced', data: d }]),
    RecordTemplateStatus: (s, d) =>
      s.form === null
        ? refuse('not_found')
        : s.form.status === d.status
          ? []
          : [{ type: 'TemplateSynced', data: { templateId: d.templateId, channelId: d.channelId, form: { ...s.form, status: d.status } } }],
    RemoveTemplate: (s, d) =>
      s.form === null
        ? []
        : [
            {
              type: 'TemplateRemoved',
              data: { templateId: d.templateId, channelId: d.channelId, name: s.form.name, language: s.form.language },
            },
          ],
  },
  evolve: { TemplateSynced: (_, e) => ({ form: e.data.form }), TemplateRemoved: () => ({ form: null }) },
  result: { RecordTemplate: answer, RecordTemplateStatus: answer, RemoveTemplate: answer },
});
