import { createHmac } from 'node:crypto';
import type { HttpRequest } from '@master-ia/platform/http/provider.ts';
import type { MediaKind } from '@master-ia/schemas/conversations/content.ts';
import type { TemplateForm } from '@master-ia/schemas/templates/template.ts';
import {
  readMediaInfo,
  readPhoneNumber,
  readSent,
  readSubscribedApps,
  readTokenInfo,
  succeeded,
  type MediaInfo,
  type PhoneNumber,
  type SentMessage,
  type SubscribedApp,
  type TokenInfo,
} from './graph-answers.ts';
import { failed, interpret, type GraphResult } from './graph-result.ts';
import type { GraphTransport } from './graph-transport.ts';
import { asId, asObject, asText, field, type Json } from './lenient.ts';
import { download, type Download } from './media-download.ts';
import { multipart } from './multipart.ts';
import { readTemplate } from './template-form.ts';

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

/**
 * Graph calls of one channel. Each is made once: nothing here repeats, and every outcome is a value (see {@link interpret}). The bearer header goes with
 * every call, `appsecret_proof` whenever the secret is known.
 */
export const graphClient = (o: GraphClientOptions) => {
  const root = `${o.baseUrl.replace(/\/+$/, '')}/${o.version}`;
  const timeoutMs = o.timeoutMs ?? 15_000;
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
  const exchange = async <T>(r: HttpRequest, read: (body: Json) => T | undefined): Promise<GraphResult<T>> => {
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

    /** The file itself, checked while it is read. `announced.sha256` is what the delivery told, when the look-up told none. */
    downloadMedia: (
      info: MediaInfo,
      announced: { readonly kind: MediaKind; readonly mime: string; readonly sha256?: string },
      signal?: AbortSignal,
    ): Promise<Download> => {
      if (!mayFetch(new URL(info.url))) return Promise.resolve({ kind: 'rejected', why: 'host_not_allowed' });
      return download(o.transport, info, announced, {
        token: o.accessToken,
        timeoutMs,
        stallMs: o.stallMs ?? 15_000,
        ...(signal ? { signal } : {}),
      });
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
