import type { IncomingMessage } from 'node:http';

/**
 * Whether a request comes from our own pages, or from no page at all. Browsers put an Origin on every request of another page that could change something, and on every WebSocket;
 * programs send none, and carry no cookie that somebody else could ride on.
 */
export const originCheck = (o: { readonly publicUrl: () => string; readonly https: boolean }) => {
  const own = (): string | null => {
    const url = URL.parse(o.publicUrl());
    return url === null ? null : url.origin;
  };
  return (req: Pick<IncomingMessage, 'headers'>): boolean => {
    const { origin, host } = req.headers;
    const site = req.headers['sec-fetch-site'];
    if (origin === undefined) return site === undefined || site === 'same-origin' || site === 'none';
    if (origin === own()) return true;
    const from = URL.parse(origin);
    // `null` (a sandboxed page, a file) is nobody's origin.
    return (
      from !== null &&
      origin === from.origin &&
      from.protocol === (o.https ? 'https:' : 'http:') &&
      host !== undefined &&
      from.host === host.toLowerCase()
    );
  };
};
export type OriginCheck = ReturnType<typeof originCheck>;
