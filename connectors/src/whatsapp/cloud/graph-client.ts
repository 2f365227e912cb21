import { createHmac } from 'node:crypto';
import type { Readable } from 'node:stream';
import { bareType } from '@master-ia/schemas/channels/media-rules.ts';
import type { MediaKind } from '@master-ia/schemas/conversations/content.ts';
import type { TemplateForm } from '@master-ia/schemas/templates/template.ts';
import { interpret, type GraphFailure, type GraphResult } from './graph-result.ts';
import type { GraphRequest, GraphTransport, TransportFailure } from './graph-transport.ts';
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
import { mediaRules, sha256Hex } from './media-rules.ts';
import { multipart } from './multipart.ts';
import { readTemplate } from './template-form.ts';
import { verifiedMedia, type MediaFault } from './verified-media.ts';

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
/** Of a download that never began: what is wrong with what was announced. */
export type MediaRefused = {
  readonly kind: 'rejected';
  readonly why: Extract<MediaFault, 'too_large' | 'type_mismatch' | 'size_mismatch'> | 'host_not_allowed';
};

export type GraphClientOptions = {
  /** Without version, without slash at its end. */
  readonly baseUrl: string;
  /** `v23.0` */
  readonly version: string;
  readonly transport: GraphTransport;
  readonly accessToken: string;
  readonly appSecret?: string;
  /** From where files may be fetched, beside `baseUrl`'s own host: the token goes there too. */
  readonly mediaHosts?: readonly string[];
  readonly timeoutMs?: number;
  /** A download in which nothing comes for so long is given up. */
  readonly stallMs?: number;
};
type Call = {
  readonly query?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly signal?: AbortSignal | undefined;
  readonly proof?: boolean;
};

const MEDIA_HOSTS = ['lookaside.fbsbx.com'];
const PHONE_FIELDS =
  'id,display_phone_number,verified_name,quality_rating,status,name_status,code_verification_status,account_mode,messaging_limit_tier,throughput';
const TEMPLATE_FIELDS = 'id,name,language,status,category,parameter_format,components';
const ANSWER_BYTES = 4 * 1024 * 1024;
/** 100 templates each: more than an account can hold (6,000). */
const TEMPLATE_PAGES = 61;

const succeeded = (body: Json): true | undefined => (asBoolean(field(body, 'success')) === true ? true : undefined);

const readSent = (body: Json): SentMessage | undefined => {
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

const readPhoneNumber = (body: Json): PhoneNumber | undefined => {
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

const readMediaInfo = (body: Json): MediaInfo | undefined => {
  const url = asText(field(body, 'url'), 4000);
  if (url === undefined || !URL.canParse(url)) return undefined;
  const size = asNumber(field(body, 'file_size'));
  return {
    url,
    mime: asWords(field(body, 'mime_type'), 200) ?? 'application/octet-stream',
    ...present({ sha256: sha256Hex(asText(field(body, 'sha256'), 100)), size: size !== undefined && size > 0 ? size : undefined }),
  };
};

const readSubscribedApps = (body: Json): readonly SubscribedApp[] =>
  asList(field(body, 'data')).map((a) => {
    const app = asObject(a);
    const told = asObject(field(app, 'whatsapp_business_api_data'));
    return present({
      appId: asId(field(told, 'id'), 64),
      name: asWords(field(told, 'name'), 200),
      callbackUri: asText(field(app, 'override_callback_uri'), 2000),
    });
  });

const readTokenInfo = (body: Json): TokenInfo | undefined => {
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

const failed = (f: TransportFailure): GraphFailure =>
  f.beforeFirstByte ? { kind: 'not_sent', why: f.why } : { kind: 'ambiguous', why: f.why };

/**
 * Graph calls of one channel. Each is made once: nothing here repeats, and every outcome is a value (see {@link interpret}). The bearer header goes with
 * every call, `appsecret_proof` whenever the secret is known.
 */
export const graphClient = (o: GraphClientOptions) => {
  const root = `${o.baseUrl.replace(/\/+$/, '')}/${o.version}`;
  const timeoutMs = o.timeoutMs ?? 30_000;
  const proof = o.appSecret ? createHmac('sha256', o.appSecret).update(o.accessToken).digest('hex') : undefined;
  const bearer = (token = o.accessToken): Readonly<Record<string, string>> => ({
    authorization: `Bearer ${token}`,
    accept: 'application/json',
  });

  const address = (path: string, c: Call): string => {
    const url = new URL(`${root}/${path}`);
    for (const [k, v] of Object.entries(c.query ?? {})) url.searchParams.set(k, v);
    if (proof !== undefined && c.proof !== false) url.searchParams.set('appsecret_proof', proof);
    return url.href;
  };
  const exchange = async <T>(r: GraphRequest, read: (body: Json) => T | undefined): Promise<GraphResult<T>> => {
    const answer = await o.transport.request(r);
    return answer.ok ? interpret(answer, read) : failed(answer);
  };
  const call = <T>(method: 'GET' | 'POST', path: string, c: Call, read: (body: Json) => T | undefined): Promise<GraphResult<T>> =>
    exchange(
      {
        method,
        url: address(path, c),
        headers: { ...bearer(), ...(c.json === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(c.json === undefined ? {} : { body: Buffer.from(JSON.stringify(c.json)) }),
        timeoutMs,
        maxBytes: ANSWER_BYTES,
        ...(c.signal ? { signal: c.signal } : {}),
      },
      read,
    );
  const id = encodeURIComponent;

  const mayFetch = (url: URL): boolean => {
    const base = new URL(o.baseUrl);
    return url.host === base.host
      ? url.protocol === base.protocol
      : url.protocol === 'https:' && url.port === '' && (o.mediaHosts ?? MEDIA_HOSTS).includes(url.hostname);
  };

  return {
    /** `body` as `composeMessage` makes it. */
    sendMessage: (
      phoneNumberId: string,
      body: Readonly<Record<string, unknown>>,
      signal?: AbortSignal,
    ): Promise<GraphResult<SentMessage>> => call('POST', `${id(phoneNumberId)}/messages`, { json: body, signal }, readSent),

    /** `body` as `composeRead` makes it. */
    markRead: (phoneNumberId: string, body: Readonly<Record<string, unknown>>, signal?: AbortSignal): Promise<GraphResult<true>> =>
      call('POST', `${id(phoneNumberId)}/messages`, { json: body, signal }, succeeded),

    /** Streams a file to Meta; its id lives 30 days. `boundary`: random, in no file. */
    uploadMedia: (
      phoneNumberId: string,
      file: { readonly filename: string; readonly mime: string; readonly size: number; readonly body: AsyncIterable<Uint8Array> },
      boundary: string,
      signal?: AbortSignal,
    ): Promise<GraphResult<{ readonly mediaId: string }>> => {
      const form = multipart({ boundary, fields: { messaging_product: 'whatsapp', type: file.mime }, file });
      return exchange(
        {
          method: 'POST',
          url: address(`${id(phoneNumberId)}/media`, {}),
          headers: { ...bearer(), 'content-type': form.contentType, 'content-length': String(form.length) },
          body: form.body,
          timeoutMs: timeoutMs + 120_000,
          maxBytes: ANSWER_BYTES,
          ...(signal ? { signal } : {}),
        },
        (body) => {
          const mediaId = asId(field(body, 'id'), 200);
          return mediaId === undefined ? undefined : { mediaId };
        },
      );
    },

    /** Where a file is; the address lives about five minutes. */
    mediaInfo: (mediaId: string, phoneNumberId: string, signal?: AbortSignal): Promise<GraphResult<MediaInfo>> =>
      call('GET', id(mediaId), { query: { phone_number_id: phoneNumberId }, signal }, readMediaInfo),

    /** The file itself, checked while it is read: see {@link verifiedMedia}. `announced.sha256` is what the delivery told, when the look-up told none. */
    downloadMedia: async (
      info: MediaInfo,
      announced: { readonly kind: MediaKind; readonly mime: string; readonly sha256?: string },
      signal?: AbortSignal,
    ): Promise<GraphResult<{ readonly mime: string; readonly size: number | null; readonly body: Readable }> | MediaRefused> => {
      const url = new URL(info.url);
      if (!mayFetch(url)) return { kind: 'rejected', why: 'host_not_allowed' };
      const maxBytes = mediaRules.inbound[announced.kind].maxBytes;
      if (info.size !== undefined && info.size > maxBytes) return { kind: 'rejected', why: 'too_large' };
      const answer = await o.transport.download({
        method: 'GET',
        url: url.href,
        headers: { authorization: `Bearer ${o.accessToken}` },
        timeoutMs,
        maxBytes,
        ...(signal ? { signal } : {}),
      });
      if (!answer.ok) return failed(answer);
      if (answer.status !== 200) {
        answer.body.destroy();
        return interpret<never>({ status: answer.status, headers: answer.headers, body: new Uint8Array() }, () => undefined);
      }
      const single = (name: string): string | undefined => asText(answer.headers[name], 400);
      const length = asNumber(single('content-length'));
      const type = single('content-type');
      const declared = bareType(announced.mime);
      const reject = (why: MediaRefused['why']): MediaRefused => {
        answer.body.destroy();
        return { kind: 'rejected', why };
      };
      if (length !== undefined && length > maxBytes) return reject('too_large');
      if (length !== undefined && info.size !== undefined && length !== info.size) return reject('size_mismatch');
      // Servers name documents loosely; their bytes are looked at all the same.
      if (type !== undefined && announced.kind !== 'document' && !bareType(type).endsWith('/octet-stream') && bareType(type) !== declared)
        return reject('type_mismatch');
      const sha256 = info.sha256 ?? announced.sha256;
      const sizes = [info.size, length].filter((s) => s !== undefined);
      const body = verifiedMedia(
        answer.body,
        { kind: announced.kind, mime: declared, sizes, ...(sha256 === undefined ? {} : { sha256 }) },
        { stallMs: o.stallMs ?? 15_000 },
      );
      return { kind: 'ok', value: { mime: declared, size: sizes[0] ?? null, body } };
    },

    /** `proof: false` shows what the token alone can do. */
    phoneNumber: (
      phoneNumberId: string,
      c: { readonly proof?: boolean; readonly signal?: AbortSignal } = {},
    ): Promise<GraphResult<PhoneNumber>> => call('GET', id(phoneNumberId), { query: { fields: PHONE_FIELDS }, ...c }, readPhoneNumber),

    /** Registers the number with its six-digit PIN of two-step verification. */
    register: (phoneNumberId: string, pin: string, signal?: AbortSignal): Promise<GraphResult<true>> =>
      call('POST', `${id(phoneNumberId)}/register`, { json: { messaging_product: 'whatsapp', pin }, signal }, succeeded),

    /** The apps that get this account's deliveries, and where. */
    subscribedApps: (accountId: string, signal?: AbortSignal): Promise<GraphResult<readonly SubscribedApp[]>> =>
      call('GET', `${id(accountId)}/subscribed_apps`, { signal }, readSubscribedApps),

    /** Subscribes the token's app, its deliveries going to `callbackUri`. Meta verifies that address with `verifyToken` before it answers. */
    subscribeApp: (
      accountId: string,
      d: { readonly callbackUri: string; readonly verifyToken: string },
      signal?: AbortSignal,
    ): Promise<GraphResult<true>> =>
      call(
        'POST',
        `${id(accountId)}/subscribed_apps`,
        { json: { override_callback_uri: d.callbackUri, verify_token: d.verifyToken }, signal },
        succeeded,
      ),

    /** What the token is and may do, asked in the name of the app. `null` without an app secret. */
    debugToken: async (appId: string, signal?: AbortSignal): Promise<GraphResult<TokenInfo> | null> => {
      if (!o.appSecret) return null;
      const app = `${appId}|${o.appSecret}`;
      const url = new URL(`${root}/debug_token`);
      url.searchParams.set('input_token', o.accessToken);
      url.searchParams.set('access_token', app);
      return exchange(
        { method: 'GET', url: url.href, headers: bearer(app), timeoutMs, maxBytes: ANSWER_BYTES, ...(signal ? { signal } : {}) },
        readTokenInfo,
      );
    },

    /** Every template of the account; `complete: false` when it has more than is read. */
    templates: async (
      accountId: string,
      signal?: AbortSignal,
    ): Promise<GraphResult<{ readonly templates: readonly TemplateForm[]; readonly complete: boolean }>> => {
      const templates: TemplateForm[] = [];
      const seen = new Set<string>();
      let after: string | undefined;
      for (let page = 0; page < TEMPLATE_PAGES; page++) {
        const answer = await call(
          'GET',
          `${id(accountId)}/message_templates`,
          { query: { fields: TEMPLATE_FIELDS, limit: '100', ...(after === undefined ? {} : { after }) }, signal },
          (body) => {
            const data = field(body, 'data');
            if (!Array.isArray(data)) return undefined;
            const paging = asObject(field(body, 'paging'));
            // Only the cursor is taken from `next`'s page: its address would carry our token to wherever it says.
            const next = field(paging, 'next') === undefined ? undefined : asText(field(asObject(field(paging, 'cursors')), 'after'), 2000);
            return { forms: data.map(readTemplate).filter((t) => t !== null), next };
          },
        );
        if (answer.kind !== 'ok') return answer;
        templates.push(...answer.value.forms);
        after = answer.value.next;
        if (after === undefined || seen.has(after)) return { kind: 'ok', value: { templates, complete: after === undefined } };
        seen.add(after);
      }
      return { kind: 'ok', value: { templates, complete: false } };
    },
  } as const;
};
export type GraphClient = ReturnType<typeof graphClient>;
