import { table } from '../contract.ts';
import type { TemplateForm } from './template.ts';

export type TemplateRow = {
  template_id: string;
  channel_id: string;
  name: string;
  language: string;
  status: string;
  category: string;
  form: TemplateForm;
  synced_at: Date;
};
export const templateTable = table<TemplateRow>()({
  name: 'template',
  key: ['template_id'],
  columns: {
    template_id: 'uuid not null',
    channel_id: 'uuid not null',
    name: 'text not null',
    language: 'text not null',
    status: 'text not null',
    category: 'text not null',
    form: 'json not null',
    synced_at: 'timestamptz not null',
  },
  indexes: ['(tenant_id, channel_id, name, language)'],
});
