import type { TemplateEvents } from '@master-ia/schemas/templates/index.ts';
import type { TemplateForm } from '@master-ia/schemas/templates/template.ts';
import { samples } from '@master-ia/schemas/templates/samples.ts';
import type { TemplateRow } from '@master-ia/schemas/templates/tables.ts';
import { project, type Given } from '@master-ia/platform/testing/project.ts';
import { templates } from './templates.ts';

const { templateId, channelId, form } = samples.TemplateSynced[0] as { templateId: string; channelId: string; form: TemplateForm };
const synced: Given<TemplateEvents> = { type: 'TemplateSynced', data: { templateId, channelId, form } };
const rows = (...events: readonly Given<TemplateEvents>[]) =>
  project<TemplateEvents>(templates).given(events).rows<TemplateRow>('template');

describe('templates', () => {
  it('has a form as the provider last told it', () => {
    const paused: Given<TemplateEvents> = { type: 'TemplateSynced', data: { templateId, channelId, form: { ...form, status: 'PAUSED' } } };
    expect(rows(synced, paused)).toEqual([
      {
        template_id: templateId,
        channel_id: channelId,
        name: form.name,
        language: form.language,
        status: 'PAUSED',
        category: form.category,
        form: { ...form, status: 'PAUSED' },
        synced_at: new Date('2026-01-15T12:01:00.000Z'),
      },
    ]);
  });
  it('forgets what was removed, and has it again when it comes back', () => {
    const removed: Given<TemplateEvents> = {
      type: 'TemplateRemoved',
      data: { templateId, channelId, name: 'boas_vindas', language: 'pt_BR' },
    };
    expect(rows(synced, removed)).toEqual([]);
    expect(rows(synced, removed, synced)).toHaveLength(1);
  });
});
