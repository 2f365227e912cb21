import type { Readable } from 'node:stream';
import type { GraphAnswer } from './graph-result.ts';

export type GraphRequest = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | AsyncIterable<Uint8Array>;
  readonly timeoutMs: number;
  /** Most bytes of an answer. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
};
/** `beforeFirstByte`: nothing of the request left this machine. */
export type TransportFailure = { readonly ok: false; readonly beforeFirstByte: boolean; readonly why: string };

/** HTTP to the provider's fixed hosts. Follows no redirect, repeats nothing, never throws. */
export type GraphTransport = {
  readonly request: (r: GraphRequest) => Promise<({ readonly ok: true } & GraphAnswer) | TransportFailure>;
  /** The answer's body as it comes; `timeoutMs` counts until its headers. */
  readonly download: (
    r: GraphRequest,
  ) => Promise<
    { readonly ok: true; readonly status: number; readonly headers: GraphAnswer['headers']; readonly body: Readable } | TransportFailure
  >;
};
