import { content as contentSchema } from '@master-ia/schemas/conversations/content.ts';
import type { GraphErrorTold, Item, MessageContext, Referral } from './items.ts';
import type { KindContent, KindTable } from './kinds/kind-parser.ts';
import { asBoolean, asId, asList, asNumber, asObject, asTime, asWords, field, MAX_PROVIDER_ID, present, type Json } from './lenient.ts';
import { senderOf } from './party.ts';

/** Errors that Meta tells beside a message, a status or alone. */
export const errorsTold = (v: unknown): readonly GraphErrorTold[] =>
  asList(v)
    .slice(0, 20)
    .flatMap((e) => {
      const error = asObject(e);
      const code = asNumber(field(error, 'code'));
      if (error === undefined || code === undefined) return [];
      const details = asWords(field(asObject(field(error, 'error_data')), 'details'), 2000);
      return [
        { code, ...present({ title: asWords(field(error, 'title'), 500), message: asWords(field(error, 'message'), 2000), details }) },
      ];
    });

const contextOf = (message: Json): MessageContext | undefined => {
  const context = asObject(field(message, 'context'));
  if (context === undefined) return undefined;
  const product = asObject(field(context, 'referred_product'));
  const found = present({
    quotedProviderId: asId(field(context, 'id'), MAX_PROVIDER_ID),
    forwarded: asBoolean(field(context, 'forwarded')),
    frequentlyForwarded: asBoolean(field(context, 'frequently_forwarded')),
    referredProduct:
      product &&
      present({ catalogId: asId(field(product, 'catalog_id'), 200), productId: asId(field(product, 'product_retailer_id'), 200) }),
  });
  return Object.keys(found).length === 0 ? undefined : found;
};

const referralOf = (message: Json): Referral | undefined => {
  const referral = asObject(field(message, 'referral'));
  if (referral === undefined) return undefined;
  const words = (name: string, max: number) => asWords(field(referral, name), max);
  return present({
    sourceUrl: words('source_url', 2000),
    sourceId: words('source_id', 200),
    sourceType: words('source_type', 50),
    headline: words('headline', 1000),
    body: words('body', 4096),
    mediaType: words('media_type', 50),
    mediaUrl: words('image_url', 2000) ?? words('video_url', 2000),
    thumbnailUrl: words('thumbnail_url', 2000),
    clickId: words('ctwa_clid', 1000),
    welcomeText: asWords(field(asObject(field(referral, 'welcome_message')), 'text'), 4096),
  });
};

/** Meta's word for what a message is; for what the platform itself could not carry, the kind it names. */
const providerKindOf = (message: Json): string => {
  const type = asWords(field(message, 'type'), 200) ?? 'unknown';
  return type === 'unsupported' ? (asWords(field(asObject(field(message, 'unsupported')), 'type'), 200) ?? type) : type;
};

/** The content by its kind's parser; not understood (no parser, a part missing, a parser that throws) is unsupported, in its place. */
const contentOf = (message: Json, kinds: KindTable): KindContent => {
  const providerKind = providerKindOf(message);
  const unsupported: KindContent = { content: { kind: 'unsupported', providerKind } };
  try {
    const found = kinds.get(providerKind)?.(message);
    return found && contentSchema.safeParse(found.content).success ? found : unsupported;
  } catch {
    return unsupported;
  }
};

/** One of `value.messages`. */
export const parseMessage = (raw: unknown, value: Json, phoneNumberId: string, path: string, kinds: KindTable): Item => {
  const message = asObject(raw);
  if (message === undefined) return { item: 'not_understood', path, why: 'not_an_object' };
  const providerMessageId = asId(field(message, 'id'), MAX_PROVIDER_ID);
  if (providerMessageId === undefined) return { item: 'not_understood', path, why: 'no_message_id' };
  if (asWords(field(message, 'group_id'), 512) !== undefined)
    return { item: 'not_supported', path, why: 'group', providerKind: providerKindOf(message), phoneNumberId, providerMessageId };
  const from = senderOf(message, value);
  if (from === undefined) return { item: 'not_understood', path, why: 'no_sender' };
  return {
    item: 'message',
    path,
    phoneNumberId,
    providerMessageId,
    from,
    ...contentOf(message, kinds),
    errors: errorsTold(field(message, 'errors')),
    ...present({ toldAt: asTime(field(message, 'timestamp')), context: contextOf(message), referral: referralOf(message) }),
  };
};
