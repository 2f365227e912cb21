import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

/** A signed-in person's socket, as the console opens it. Every item of a subscription is handed over with the moment of its arrival. */
export const openScreen = (url: string, cookie: string) => {
  const socket = class extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { headers: { cookie }, perMessageDeflate: false });
    }
  };
  const client = createClient({ url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: socket, lazy: false, retryAttempts: 0 });
  return {
    /** Resolves when the server listens to the subscription: it has answered what was asked behind it. */
    follow: async <T>(query: string, variables: Readonly<Record<string, unknown>>, on: (item: T) => void): Promise<void> => {
      client.subscribe<T>(
        { query, variables },
        {
          next: (r) => {
            if (r.errors) throw new Error(JSON.stringify(r.errors));
            if (r.data) on(r.data);
          },
          error: (e) => {
            throw new Error(`the subscription ended: ${e instanceof Error ? e.message : JSON.stringify(e)}`);
          },
          complete: () => undefined,
        },
      );
      await new Promise<void>((done, failed) => client.subscribe({ query: '{ me { user { id } } }' }, { next: () => undefined, error: (e) => failed(new Error(JSON.stringify(e))), complete: () => done() }));
    },
    close: (): void => void client.dispose(),
  };
};
