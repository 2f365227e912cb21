import { refuse } from '@master-ia/platform/kernel/decider.ts';
import { given, newIds } from '@master-ia/platform/testing/given.ts';
import type { TemplateForm } from '@master-ia/schemas/templates/template.ts';
import { template } from './template.ts';

const id = (n: number) => newIds('template.spec').newId(n);
const [templateId, channelId] = [id(1), id(2)];
const form = {
  providerId: '1',
  name: 'oi',
  language: 'pt_BR',
  category: 'UTILITY',
  status: 'APPROVED',
  named: false,
  header: null,
  headerFormat: null,
  body: 'Oi {{1}}',
  footer: null,
  buttons: [],
  variables: [{ part: 'body' as const, name: '1' }],
};
const synced = (more: Partial<TemplateForm> = {}) => ({
  type: 'TemplateSynced' as const,
  data: { templateId, channelId, form: { ...form, ...more } },
});
const removed = { type: 'TemplateRemoved' as const, data: { templateId, channelId, name: 'oi', language: 'pt_BR' } };
const known = given(template).events(synced());

it('is recorded when it is new or different', () => {
  given(template).when('RecordTemplate', { templateId, channelId, form }).then([synced()]);
  known.when('RecordTemplate', { templateId, channelId, form }).then([]);
  known.when('RecordTemplate', { templateId, channelId, form: { ...form, body: 'Olá {{1}}' } }).then([synced({ body: 'Olá {{1}}' })]);
});
it('changes its status', () => {
  known.when('RecordTemplateStatus', { templateId, channelId, status: 'PAUSED' }).then([synced({ status: 'PAUSED' })]);
  known.when('RecordTemplateStatus', { templateId, channelId, status: 'APPROVED' }).then([]);
  given(template).when('RecordTemplateStatus', { templateId, channelId, status: 'PAUSED' }).then(refuse('not_found'));
});
it('is removed once, and may come back', () => {
  known.when('RemoveTemplate', { templateId, channelId }).then([removed]);
  known.events(removed).when('RemoveTemplate', { templateId, channelId }).then([]);
  known.events(removed).when('RecordTemplate', { templateId, channelId, form }).then([synced()]);
});
