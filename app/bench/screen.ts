import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

/** A signed-in person's socket, as the console opens it. `ended` is called when the server lets it go, with why. */
export const openScreen = (url: string, cookie: string, ended: (why: string) => void) => {
  const socket = class extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { headers: { cookie }, perMessageDeflate: false });
    }
  };
  const client = createClient({ url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: socket, lazy: false, retryAttempts: 0 });
  let open = true;
  const over = (e: unknown): void => {
    if (!open) return;
    open = false;
    const { code, reason } = e as { readonly code?: number; readonly reason?: string };
    ended(code === undefined ? String(e instanceof Error ? e.message : JSON.stringify(e)) : `closed with ${code} ${reason ?? ''}`);
  };
  return {
    /** Resolves when the server listens to the subscription: it has answered what was asked behind it. */
    follow: async <T>(query: string, variables: Readonly<Record<string, unknown>>, on: (item: T) => void): Promise<void> => {
      client.subscribe<T>(
        { query, variables },
        {
          next: (r) => {
            if (r.errors) over(new Error(JSON.stringify(r.errors)));
            else if (r.data) on(r.data);
          },
          error: over,
          complete: () => undefined,
        },
      );
      await new Promise<void>((done) => {
        client.subscribe(
          { query: '{ me { user { id } } }' },
          {
            next: () => undefined,
            error: (e) => {
              over(e);
              done();
            },
            complete: done,
          },
        );
      });
    },
    close: (): void => {
      open = false;
      void client.dispose();
    },
  };
};
