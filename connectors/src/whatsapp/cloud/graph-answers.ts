import { sha256Hex } from './media-rules.ts';
import {
  asBoolean,
  asId,
  asList,
  asNumber,
  asObject,
  asText,
  asTime,
  asWords,
  field,
  MAX_PROVIDER_ID,
  present,
  type Json,
} from './lenient.ts';

export type SentMessage = {
  readonly providerMessageId: string;
  /** The recipient as Meta knows it: may be another spelling of the number that was given. */
  readonly waId?: string;
  readonly bsuid?: string;
  /** Held back by Meta for a look at the template's quality: it is sent or dropped later. */
  readonly held: boolean;
};
export type PhoneNumber = {
  readonly id: string;
  readonly displayPhoneNumber?: string;
  readonly verifiedName?: string;
  readonly qualityRating?: string;
  readonly status?: string;
  readonly nameStatus?: string;
  readonly codeVerificationStatus?: string;
  readonly accountMode?: string;
  readonly messagingLimit?: string;
  readonly throughput?: string;
};
export type MediaInfo = { readonly url: string; readonly mime: string; readonly sha256?: string; readonly size?: number };
export type SubscribedApp = { readonly appId?: string; readonly name?: string; readonly callbackUri?: string };
export type TokenInfo = {
  readonly valid: boolean;
  readonly appId?: string;
  readonly scopes: readonly string[];
  /** Absent: never. */
  readonly expiresAt?: Date;
  readonly message?: string;
};
/** Each reader gives what an answer of its kind says, or `undefined` when it says nothing of that kind. */
export const succeeded = (body: Json): true | undefined => (asBoolean(field(body, 'success')) === true ? true : undefined);

export const readSent = (body: Json): SentMessage | undefined => {
  const message = asObject(asList(field(body, 'messages'))[0]);
  const contact = asObject(asList(field(body, 'contacts'))[0]);
  const providerMessageId = asId(field(message, 'id'), MAX_PROVIDER_ID);
  if (providerMessageId === undefined) return undefined;
  const told = asWords(field(message, 'message_status'), 100);
  return {
    providerMessageId,
    held: told === 'held_for_quality_assessment' || told === 'paused',
    ...present({ waId: asId(field(contact, 'wa_id'), 64), bsuid: asId(field(contact, 'user_id'), 200) }),
  };
};

export const readPhoneNumber = (body: Json): PhoneNumber | undefined => {
  const id = asId(field(body, 'id'), 64);
  const words = (name: string) => asWords(field(body, name), 200);
  return id === undefined
    ? undefined
    : {
        id,
        ...present({
          displayPhoneNumber: words('display_phone_number'),
          verifiedName: words('verified_name'),
          qualityRating: words('quality_rating'),
          status: words('status'),
          nameStatus: words('name_status'),
          codeVerificationStatus: words('code_verification_status'),
          accountMode: words('account_mode'),
          messagingLimit: words('messaging_limit_tier'),
          throughput: asWords(field(asObject(field(body, 'throughput')), 'level'), 100),
        }),
      };
};

export const readMediaInfo = (body: Json): MediaInfo | undefined => {
  const url = asText(field(body, 'url'), 4000);
  if (url === undefined || !URL.canParse(url)) return undefined;
  const size = asNumber(field(body, 'file_size'));
  return {
    url,
    mime: asWords(field(body, 'mime_type'), 200) ?? 'application/octet-stream',
    ...present({ sha256: sha256Hex(asText(field(body, 'sha256'), 100)), size: size !== undefined && size > 0 ? size : undefined }),
  };
};

export const readSubscribedApps = (body: Json): readonly SubscribedApp[] =>
  asList(field(body, 'data')).map((a) => {
    const app = asObject(a);
    const told = asObject(field(app, 'whatsapp_business_api_data'));
    return present({
      appId: asId(field(told, 'id'), 64),
      name: asWords(field(told, 'name'), 200),
      callbackUri: asText(field(app, 'override_callback_uri'), 2000),
    });
  });

export const readTokenInfo = (body: Json): TokenInfo | undefined => {
  const data = asObject(field(body, 'data'));
  const valid = asBoolean(field(data, 'is_valid'));
  if (valid === undefined) return undefined;
  return {
    valid,
    scopes: asList(field(data, 'scopes')).flatMap((s) => asWords(s, 200) ?? []),
    ...present({
      appId: asId(field(data, 'app_id'), 64),
      expiresAt: asTime(field(data, 'expires_at')),
      message: asWords(field(asObject(field(data, 'error')), 'message'), 500),
    }),
  };
};
