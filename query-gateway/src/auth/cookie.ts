import type { IncomingMessage } from 'node:http';
import type { Response } from 'express';

/** A session lasts so long. */
export const SESSION_MS = 30 * 24 * 3_600_000;
/** 32 random bytes. */
const SECRET = /^[\w-]{43}$/;

/** The session's cookie: never readable by scripts, never sent along from other sites' requests; bound to this host where the product is reached by https. */
export const sessionCookie = (o: { readonly https: boolean }) => {
  const name = o.https ? '__Host-mia_session' : 'mia_session';
  const attributes = `Path=/; HttpOnly; SameSite=Lax${o.https ? '; Secure' : ''}`;
  return {
    read(req: Pick<IncomingMessage, 'headers'>): string | null {
      for (const part of (req.headers.cookie ?? '').split(';')) {
        const at = part.indexOf('=');
        if (at > 0 && part.slice(0, at).trim() === name) {
          const value = part.slice(at + 1).trim();
          return SECRET.test(value) ? value : null;
        }
      }
      return null;
    },
    set: (res: Response, secret: string): void =>
      void res.append('set-cookie', `${name}=${secret}; ${attributes}; Max-Age=${String(SESSION_MS / 1000)}`),
    clear: (res: Response): void => void res.append('set-cookie', `${name}=; ${attributes}; Max-Age=0`),
  };
};
export type SessionCookie = ReturnType<typeof sessionCookie>;
