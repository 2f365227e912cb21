import type { IncomingMessage } from 'node:http';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;
/** A request of a program on this machine itself, not one that a proxy on it has passed on. */
export const isLocal = (req: IncomingMessage): boolean => LOOPBACK.test(req.socket.remoteAddress ?? '') && req.headers['x-forwarded-for'] === undefined && req.headers.forwarded === undefined;
