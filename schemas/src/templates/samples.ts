import type { Samples } from '../contract.ts';
import type { TemplateEvents } from './index.ts';

const templateId = '6f1c0f5e-6a0c-4a6e-9b0f-0d4b1e0c9a11';
const form = {
  providerId: '1',
  name: 'boas_vindas',
  language: 'pt_BR',
  category: 'UTILITY',
  status: 'APPROVED',
  named: false,
  header: null,
  headerFormat: null,
  body: 'Olá {{1}}',
  footer: null,
  buttons: [],
  variables: [{ part: 'body' as const, name: '1', example: 'Ana' }],
};
export const samples: Samples<TemplateEvents> = {
  TemplateSynced: [{ templateId, channelId: templateId, form }],
  TemplateRemoved: [{ templateId, channelId: templateId, name: 'boas_vindas', language: 'pt_BR' }],
};
