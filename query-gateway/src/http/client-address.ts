import type { IncomingMessage } from 'node:http';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;
/** A request of a program on this machine itself, not one that a proxy on it has passed on. */
export const isLocal = (req: IncomingMessage): boolean =>
  LOOPBACK.test(req.socket.remoteAddress ?? '') && req.headers['x-forwarded-for'] === undefined && req.headers.forwarded === undefined;

/** Who asks: the address that a proxy on this machine has noted last, else the peer's own. */
export const clientAddress = (req: IncomingMessage): string => {
  const peer = req.socket.remoteAddress ?? '';
  const noted = String(req.headers['x-forwarded-for'] ?? '')
    .split(',')
    .at(-1)
    ?.trim();
  return LOOPBACK.test(peer) && noted ? noted.slice(0, 64) : peer;
};
