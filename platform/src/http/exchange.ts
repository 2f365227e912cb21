import { Readable } from 'node:stream';
import { request, type Dispatcher } from 'undici';
import { BodyTooLarge, Deadline, failure, type HttpFailure } from './failure.ts';

export type HttpRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>;
  /** Until the whole answer is there; of a download: until its headers. */
  readonly timeoutMs: number;
  /** Most bytes of the answer's body. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
};
/** Header names are in lower case. */
export type HttpHead = {
  readonly ok: true;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
};
export type HttpAnswer = HttpHead & { readonly body: Buffer };
export type HttpDownload = HttpHead & { readonly body: Readable };

/** Tells when the first byte of a request is about to be written: until then nothing of it has left. */
const watched = (agent: Dispatcher, ended: AbortSignal, started: () => void): Dispatcher =>
  agent.compose(
    (dispatch) => (options, h) =>
      dispatch(options, {
        onRequestStart: (controller, context) => {
          // An ended request is aborted by what comes next, before anything is written.
          if (!ended.aborted) started();
          h.onRequestStart?.(controller, context);
        },
        onRequestUpgrade: (controller, status, headers, socket) => h.onRequestUpgrade?.(controller, status, headers, socket),
        onResponseStart: (controller, status, headers, text) => h.onResponseStart?.(controller, status, headers, text),
        onResponseData: (controller, chunk) => h.onResponseData?.(controller, chunk),
        onResponseEnd: (controller, trailers) => h.onResponseEnd?.(controller, trailers),
        onResponseError: (controller, e) => h.onResponseError?.(controller, e),
      }),
  );

const rejectedWhen = (signal: AbortSignal): { readonly ended: Promise<never>; forget(): void } => {
  let reject!: (e: unknown) => void;
  const ended = new Promise<never>((_, r) => (reject = r));
  // Only raced: without a listener its rejection must not count as unhandled.
  ended.catch(() => undefined);
  const on = (): void => reject(signal.reason);
  if (signal.aborted) on();
  else signal.addEventListener('abort', on, { once: true });
  return { ended, forget: () => signal.removeEventListener('abort', on) };
};

async function* limited(body: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > maxBytes) throw new BodyTooLarge(`more than ${maxBytes} bytes`);
    yield part;
  }
}

type Deadlined = { readonly signal: AbortSignal; readonly clear: () => void };
type Opened = { readonly head: HttpHead; readonly body: AsyncGenerator<Buffer>; readonly sent: () => boolean; readonly done: () => void };
/** One request up to its headers. Follows no redirect and repeats nothing. `stallMs`: longest pause within the body. */
const open = async (agent: Dispatcher, r: HttpRequest, stallMs: number, deadline: Deadlined): Promise<Opened | HttpFailure> => {
  const signal = r.signal ? AbortSignal.any([r.signal, deadline.signal]) : deadline.signal;
  let sent = false;
  const race = rejectedWhen(signal);
  try {
    if (signal.aborted) throw signal.reason;
    const asked = request(r.url, {
      dispatcher: watched(agent, signal, () => (sent = true)),
      method: r.method,
      ...(r.headers ? { headers: r.headers } : {}),
      ...(r.body === undefined ? {} : { body: r.body as Uint8Array }),
      signal,
      headersTimeout: r.timeoutMs,
      bodyTimeout: stallMs,
    });
    asked.catch(() => undefined);
    // An abort while connecting is only noticed once connected: the caller is answered now.
    const answer = await Promise.race([asked, race.ended]);
    return {
      head: { ok: true, status: answer.statusCode, headers: answer.headers },
      body: limited(answer.body as AsyncIterable<Buffer>, r.maxBytes),
      sent: () => sent,
      done: deadline.clear,
    };
  } catch (e) {
    deadline.clear();
    return failure(r.signal?.aborted && e === r.signal.reason ? Object.assign(new Error('aborted'), { name: 'AbortError' }) : e, !sent);
  } finally {
    race.forget();
  }
};
const within = (ms: number): Deadlined => {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(new Deadline(`not within ${ms} ms`)), ms);
  return { signal: abort.signal, clear: () => clearTimeout(timer) };
};

/** The whole answer, or why there is none. Never throws. */
export const exchange = async (agent: Dispatcher, r: HttpRequest): Promise<HttpAnswer | HttpFailure> => {
  const opened = await open(agent, r, r.timeoutMs, within(r.timeoutMs));
  if ('why' in opened) return opened;
  try {
    const parts: Buffer[] = [];
    for await (const part of opened.body) parts.push(part);
    return { ...opened.head, body: Buffer.concat(parts) };
  } catch (e) {
    return failure(e, false);
  } finally {
    opened.done();
  }
};
/** The answer's body as it comes: it breaks when it is larger than allowed or pauses for longer than `stallMs`. Whoever asks must read or destroy it. */
export const exchangeStreaming = async (agent: Dispatcher, r: HttpRequest, stallMs: number): Promise<HttpDownload | HttpFailure> => {
  const opened = await open(agent, r, stallMs, within(r.timeoutMs));
  if ('why' in opened) return opened;
  opened.done();
  return { ...opened.head, body: Readable.from(opened.body, { objectMode: false }) };
};
