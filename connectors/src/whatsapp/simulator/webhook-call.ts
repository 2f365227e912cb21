import { createHmac } from 'node:crypto';

export type CallResult = { readonly status: number | null; readonly answer: string };
/** Kept of an answer, for the developer page. */
const SHOWN_ANSWER = 500;

const call = async (url: string, init: RequestInit, timeoutMs: number): Promise<CallResult> => {
  try {
    const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
    return { status: response.status, answer: (await response.text()).slice(0, SHOWN_ANSWER) };
  } catch (e) {
    const cause = e instanceof Error && e.cause instanceof Error ? e.cause : e;
    return { status: null, answer: cause instanceof Error ? cause.message || cause.name : String(cause) };
  }
};

/** `X-Hub-Signature-256`: HMAC-SHA256 of the exact bytes under the app secret. */
export const hubSignature = (secret: string, body: string): string => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

/** Posts one webhook. `signature` null leaves the header out. `status` null: no answer (refused, reset, timed out). */
export const postWebhook = (url: string, body: string, signature: string | null, timeoutMs: number): Promise<CallResult> =>
  call(
    url,
    {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'facebookexternalua',
        ...(signature === null ? {} : { 'x-hub-signature-256': signature }),
      },
    },
    timeoutMs,
  );

/** Meta's verification handshake: the callback must answer 200 with the challenge as its whole body. Null: passed; otherwise what was wrong. */
export const verifyCallback = async (
  callback: { url: string; verifyToken: string },
  challenge: string,
  timeoutMs: number,
): Promise<string | null> => {
  let url: URL;
  try {
    url = new URL(callback.url);
  } catch {
    return 'The URL is not valid';
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'The URL is not valid';
  url.searchParams.set('hub.mode', 'subscribe');
  url.searchParams.set('hub.challenge', challenge);
  url.searchParams.set('hub.verify_token', callback.verifyToken);
  const { status, answer } = await call(
    url.href,
    { headers: { 'user-agent': 'facebookplatform/1.0 (+http://developers.facebook.com)' } },
    timeoutMs,
  );
  if (status === null) return `The URL couldn't be reached: ${answer}`;
  if (status !== 200) return `HTTP Status Code = ${status}`;
  return answer.trim() === challenge ? null : 'The response did not match the challenge';
};
