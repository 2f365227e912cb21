import type { DeliveryStatus, Item } from './items.ts';
import { asBoolean, asId, asObject, asText, asTime, asWords, field, MAX_PROVIDER_ID, present } from './lenient.ts';
import { errorsTold } from './parse-message.ts';
import { recipientOf } from './party.ts';

const statuses: readonly string[] = ['sent', 'delivered', 'read', 'played', 'failed'] satisfies DeliveryStatus[];
const isStatus = (s: string): s is DeliveryStatus => statuses.includes(s);

/** One of `value.statuses`. */
export const parseStatus = (raw: unknown, phoneNumberId: string, path: string): Item => {
  const told = asObject(raw);
  if (told === undefined) return { item: 'not_understood', path, why: 'not_an_object' };
  const providerMessageId = asId(field(told, 'id'), MAX_PROVIDER_ID);
  if (providerMessageId === undefined) return { item: 'not_understood', path, why: 'no_message_id' };
  const status = asWords(field(told, 'status'), 100);
  if (status === undefined) return { item: 'not_understood', path, why: 'no_status' };
  const isGroup = field(told, 'recipient_type') === 'group' || asWords(field(told, 'group_id'), 512) !== undefined;
  if (isGroup || !isStatus(status))
    return { item: 'not_supported', path, why: isGroup ? 'group' : 'status', providerKind: status, phoneNumberId, providerMessageId };
  const pricing = asObject(field(told, 'pricing'));
  return {
    item: 'status',
    path,
    phoneNumberId,
    providerMessageId,
    status,
    recipient: recipientOf(told),
    errors: errorsTold(field(told, 'errors')),
    ...present({
      toldAt: asTime(field(told, 'timestamp')),
      callbackData: asText(field(told, 'biz_opaque_callback_data'), 512) || undefined,
      pricing:
        pricing &&
        present({
          billable: asBoolean(field(pricing, 'billable')),
          model: asWords(field(pricing, 'pricing_model'), 50),
          type: asWords(field(pricing, 'type'), 50),
          category: asWords(field(pricing, 'category'), 50),
        }),
    }),
  };
};
