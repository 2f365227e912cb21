import { canonicalPhone } from '@master-ia/platform/phone/phone.ts';
import type { Check } from '@master-ia/schemas/channels/channel.ts';
import type { CheckCode } from '@master-ia/schemas/channels/check-texts.ts';
import { judgeCallback } from './callback-address.ts';
import type { PhoneNumber, TokenInfo } from './graph-answers.ts';
import type { GraphClient } from './graph-client.ts';
import { aboutProof, type GraphFailure, type GraphResult } from './graph-result.ts';

export type ChecksInput = {
  /** With the token and, when there is one, the app secret. */
  readonly client: GraphClient;
  readonly hasSecret: boolean;
  readonly phoneNumberId: string;
  /** What the person typed, any spelling. */
  readonly phoneNumber: string;
  readonly businessAccountId: string;
  readonly appId: string | null;
  readonly callbackUrl: string;
  readonly verifyToken: string;
  /** The simulator reaches addresses that Meta cannot. */
  readonly simulated: boolean;
  readonly now: Date;
  /** Whether Meta's verification or a delivery has come to our address since this check began; asked after the subscription. */
  readonly reached?: () => boolean | Promise<boolean>;
  readonly signal?: AbortSignal;
};

const SCOPES = ['whatsapp_business_messaging', 'whatsapp_business_management'];
const SOON_MS = 7 * 86_400_000;

type Step = Check['step'];
const line = (step: Step, state: Check['state'], code?: CheckCode, params?: Readonly<Record<string, string>>): Check => ({
  step,
  state,
  ...(code === undefined ? {} : { code }),
  ...(params === undefined ? {} : { params: Object.fromEntries(Object.entries(params).map(([k, v]) => [k, v.slice(0, 500)])) }),
});

/** What a call that failed says, whichever step it was made for; `notFound` is the step's own word for an id that Meta does not know. */
const troubled = (step: Step, f: GraphFailure, notFound: CheckCode): Check => {
  if (f.kind === 'not_sent') return line(step, 'failed', 'meta_unreachable', { why: f.why });
  if (f.kind === 'ambiguous') return line(step, 'pending', 'meta_unsure', { why: f.why });
  if (f.retry !== 'never') return line(step, 'pending', 'meta_busy');
  if (f.code === 190 || f.code === 0 || f.code === 104) return line(step, 'failed', f.subcode === 463 ? 'token_expired' : 'token_invalid');
  if (f.class === 'auth') return line(step, 'failed', 'token_no_permission');
  if (f.code === 33 || f.code === 803 || f.code === 100) return line(step, 'failed', notFound);
  if (f.code === null) return line(step, 'failed', 'meta_unsure', { why: `HTTP ${f.status}` });
  return line(step, 'failed', 'graph_error', {
    code: String(f.code),
    ...(f.subcode === null ? {} : { subcode: String(f.subcode) }),
    message: f.message,
  });
};

type Read = GraphResult<PhoneNumber>;

const proofRefused = (f: Read): boolean => f.kind === 'refused' && aboutProof(f);

const digitsOf = (phone: string): string => canonicalPhone(phone)?.e164 ?? phone.replace(/\D/g, '');

const tokenCheck = (d: ChecksInput, read: Read, info: GraphResult<TokenInfo> | null): Check => {
  if (read.kind !== 'ok') return troubled('token', read, 'number_not_found');
  const shown = read.value.displayPhoneNumber;
  if (shown !== undefined && digitsOf(shown) !== digitsOf(d.phoneNumber))
    return line('token', 'failed', 'number_differs', { number: shown });
  // The proof has shown the secret to be right, so what the app's own name is refused for is its id.
  if (info?.kind === 'refused' && info.retry === 'never') return line('token', 'failed', 'app_id_wrong');
  if (info?.kind !== 'ok') return line('token', 'ok');
  const missing = SCOPES.filter((s) => !info.value.scopes.includes(s));
  if (!info.value.valid) return line('token', 'failed', 'token_invalid');
  if (missing.length > 0) return line('token', 'failed', 'token_scopes_missing', { scopes: missing.join(', ') });
  if (info.value.appId !== undefined && info.value.appId !== d.appId)
    return line('token', 'failed', 'token_other_app', { app: info.value.appId });
  const { expiresAt } = info.value;
  return expiresAt !== undefined && expiresAt.getTime() - d.now.getTime() < SOON_MS
    ? line('token', 'ok', 'token_expires_soon', { date: expiresAt.toISOString().slice(0, 10) })
    : line('token', 'ok');
};

const registeredCheck = (number: PhoneNumber): Check => {
  const status = number.status?.toUpperCase();
  switch (status) {
    case undefined:
    case 'UNKNOWN':
      return line('registered', 'not_checked', 'registration_unknown');
    case 'CONNECTED':
    case 'LINKED':
      return line('registered', 'ok');
    case 'FLAGGED':
    case 'RATE_LIMITED':
      return line('registered', 'ok', 'number_flagged', { status });
    case 'RESTRICTED':
    case 'BANNED':
      return line('registered', 'failed', 'number_restricted', { status });
    default:
      return line('registered', 'failed', 'not_registered', { status });
  }
};

const addressCheck = (d: ChecksInput): Check | null => {
  const verdict = judgeCallback(d.callbackUrl);
  if (verdict === 'malformed') return line('webhook', 'failed', 'callback_malformed', { url: d.callbackUrl });
  if (d.simulated || verdict === 'ok') return null;
  return line('webhook', 'failed', verdict === 'not_https' ? 'callback_not_https' : 'callback_not_public', { url: d.callbackUrl });
};

const webhookCheck = async (d: ChecksInput): Promise<Check> => {
  const unreachable = addressCheck(d);
  if (unreachable !== null) return unreachable;
  const subscribed = await d.client.subscribeApp(d.businessAccountId, { callbackUri: d.callbackUrl, verifyToken: d.verifyToken }, d.signal);
  if (subscribed.kind !== 'ok') {
    // A refusal that is about neither token nor limits nor the account itself is about the address: Meta's handshake with it failed.
    const ofTheAddress =
      subscribed.kind === 'refused' &&
      subscribed.retry === 'never' &&
      subscribed.class !== 'auth' &&
      subscribed.code !== 33 &&
      subscribed.code !== 803 &&
      subscribed.subcode !== 33;
    return ofTheAddress
      ? line('webhook', 'failed', 'callback_refused', { url: d.callbackUrl, message: subscribed.details ?? subscribed.message })
      : troubled('webhook', subscribed, 'account_not_found');
  }
  const apps = await d.client.subscribedApps(d.businessAccountId, d.signal);
  if (apps.kind !== 'ok') return troubled('webhook', apps, 'account_not_found');
  const callbacks = apps.value
    .filter((a) => d.appId === null || a.appId === undefined || a.appId === d.appId)
    .flatMap((a) => a.callbackUri ?? []);
  if (!callbacks.includes(d.callbackUrl))
    return callbacks[0] === undefined
      ? line('webhook', 'pending', 'callback_unconfirmed')
      : line('webhook', 'failed', 'callback_elsewhere', { other: callbacks[0] });
  if (d.reached !== undefined && !(await d.reached())) return line('webhook', 'pending', 'callback_not_reached', { url: d.callbackUrl });
  return line('webhook', 'ok');
};

/**
 * The connection checklist of one number, in the order in which a person mends it. The test message's line is the caller's: it is `not_checked` here.
 * Every call is made once; whatever fails is a line, never an error.
 */
export const runChecks = async (d: ChecksInput): Promise<readonly Check[]> => {
  const ask = d.signal ? { signal: d.signal } : {};
  const withProof = await d.client.phoneNumber(d.phoneNumberId, ask);
  // Meta judges the token before the proof: a wrong proof says nothing against the token.
  const plain =
    d.hasSecret && withProof.kind === 'refused' && withProof.code === 100
      ? await d.client.phoneNumber(d.phoneNumberId, { ...ask, proof: false })
      : withProof;
  const secretWrong = plain !== withProof && (plain.kind === 'ok' || proofRefused(withProof));
  const read = plain.kind === 'ok' ? plain : withProof;

  const info = d.appId !== null && d.hasSecret && !secretWrong && read.kind === 'ok' ? await d.client.debugToken(d.appId, d.signal) : null;
  const token = proofRefused(read) ? line('token', 'ok') : tokenCheck(d, read, info);
  const blocked = read.kind !== 'ok';
  const waits = (step: Step): Check => line(step, 'not_checked', 'after_earlier');
  const secret = !d.hasSecret
    ? line('secret', 'failed', 'secret_missing')
    : secretWrong
      ? line('secret', 'failed', 'secret_wrong')
      : blocked
        ? waits('secret')
        : line('secret', 'ok');
  return [
    token,
    secret,
    read.kind === 'ok' ? registeredCheck(read.value) : waits('registered'),
    blocked ? (addressCheck(d) ?? waits('webhook')) : secretWrong ? waits('webhook') : await webhookCheck(d),
    line('test_message', 'not_checked', 'test_not_sent'),
  ];
};
