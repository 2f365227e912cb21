import { Agent } from 'undici';
import { exchange, exchangeStreaming, type HttpAnswer, type HttpDownload, type HttpRequest } from './exchange.ts';
import type { HttpFailure } from './failure.ts';

export type { HttpAnswer, HttpDownload, HttpRequest } from './exchange.ts';
export type { HttpFailure } from './failure.ts';

/** HTTP to providers' fixed hosts, as the installation configures them. Follows no redirect, repeats nothing, never throws. */
export interface ProviderHttp {
  request(r: HttpRequest): Promise<HttpAnswer | HttpFailure>;
  /** The body as it comes; `timeoutMs` counts until the headers, after that a pause of `stallMs` breaks it. Read it or destroy it. */
  download(r: HttpRequest): Promise<HttpDownload | HttpFailure>;
  close(): Promise<void>;
}

/** `ca`: further certificate authorities (PEM), for a provider behind one's own. */
export const openProviderHttp = (
  o: { readonly connectTimeoutMs?: number; readonly stallMs?: number; readonly ca?: string } = {},
): ProviderHttp => {
  const agent = new Agent({
    // One request at a time per connection: a lost connection leaves one request in doubt.
    pipelining: 1,
    allowH2: false,
    // Short: a request on a connection that the server is closing would be in doubt.
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 30_000,
    connect: { timeout: o.connectTimeoutMs ?? 10_000, ...(o.ca === undefined ? {} : { ca: o.ca }) },
  });
  return {
    request: (r) => exchange(agent, r),
    download: (r) => exchangeStreaming(agent, r, o.stallMs ?? 15_000),
    close: () => agent.destroy(),
  };
};
