import type { Item, TemplateStatusItem } from './items.ts';
import { asId, asObject, asWords, field, present, type Json } from './lenient.ts';
import { errorsTold } from './parse-message.ts';

/** Where each template field keeps its news. */
const templateFields: ReadonlyMap<string, { readonly change: TemplateStatusItem['change']; readonly value?: string }> = new Map([
  ['message_template_status_update', { change: 'status', value: 'event' }],
  ['message_template_quality_update', { change: 'quality', value: 'new_quality_score' }],
  ['template_category_update', { change: 'category', value: 'new_category' }],
  ['message_template_components_update', { change: 'components' }],
]);

const accountFields: ReadonlySet<string> = new Set([
  'phone_number_quality_update',
  'phone_number_name_update',
  'business_capability_update',
  'account_update',
  'account_alerts',
  'account_review_update',
  'security',
]);

/** Meta writes "NONE" where there is no reason. */
const reasonOf = (value: Json): string | undefined => {
  const reason =
    asWords(field(asObject(field(value, 'rejection_info')), 'reason'), 1000) ??
    asWords(field(value, 'reason'), 1000) ??
    asWords(field(asObject(field(value, 'other_info')), 'title'), 1000);
  return reason === 'NONE' ? undefined : reason;
};

/** News about templates, the number or the account; `undefined` for a field that is none of these. */
export const parseAccountChange = (name: string, value: Json, accountId: string, path: string): Item | undefined => {
  const template = templateFields.get(name);
  if (template !== undefined)
    return {
      item: 'template',
      path,
      accountId,
      change: template.change,
      ...present({
        templateId: asId(field(value, 'message_template_id'), 200),
        name: asWords(field(value, 'message_template_name'), 512),
        language: asWords(field(value, 'message_template_language'), 20),
        value: template.value === undefined ? undefined : asWords(field(value, template.value), 100),
        reason: reasonOf(value),
      }),
    };
  if (!accountFields.has(name)) return undefined;
  return {
    item: 'account',
    path,
    accountId,
    field: name,
    errors: errorsTold(field(value, 'errors')),
    ...present({
      event: asWords(field(value, 'event'), 200) ?? asWords(field(value, 'alert_type'), 200),
      displayPhoneNumber: asWords(field(value, 'display_phone_number'), 50),
      phoneNumberId: asId(field(asObject(field(value, 'metadata')), 'phone_number_id'), 200),
      limit:
        asWords(field(value, 'current_limit'), 100) ??
        asWords(field(value, 'max_daily_conversations_per_business'), 100) ??
        asWords(field(value, 'max_daily_conversation_per_phone'), 100),
      decision: asWords(field(value, 'decision'), 100),
      reason: reasonOf(value) ?? asWords(field(asObject(field(value, 'ban_info')), 'waba_ban_state'), 200),
    }),
  };
};
