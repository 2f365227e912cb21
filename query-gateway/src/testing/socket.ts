import { WebSocket } from 'ws';

export type Frame = { readonly type: string; readonly id?: string; readonly payload?: unknown };
/** A socket of the protocol graphql-transport-ws, frame by frame. */
export const openSocket = async (url: string, headers: Readonly<Record<string, string>>) => {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers: { ...headers } });
  const frames: Frame[] = [];
  const waiting = new Set<() => void>();
  const closed = new Promise<{ readonly code: number; readonly reason: string }>((done) =>
    socket.once('close', (code, reason) => done({ code, reason: reason.toString() })),
  );
  const refused = new Promise<number>((done) => socket.once('unexpected-response', (_, answer) => done(answer.statusCode ?? 0)));
  socket.on('error', () => undefined);
  socket.on('message', (data: Buffer) => {
    frames.push(JSON.parse(data.toString()) as Frame);
    for (const go of waiting) go();
  });
  const opened = await Promise.race([new Promise<true>((done) => socket.once('open', () => done(true))), refused]);
  const send = (frame: object | string): void => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  return {
    socket,
    /** HTTP status of a refused handshake; null: open. */
    refused: opened === true ? null : opened,
    frames,
    closed,
    send,
    subscribe: (id: string, query: string, variables: object = {}): void => send({ id, type: 'subscribe', payload: { query, variables } }),
    /** The first frame that fits, now or within two seconds. */
    frame: async (fits: (f: Frame) => boolean): Promise<Frame> => {
      for (const until = performance.now() + 2000; ;) {
        const found = frames.find(fits);
        if (found) return found;
        const left = until - performance.now();
        if (left <= 0) throw new Error(`no such frame among ${JSON.stringify(frames)}`);
        await new Promise<void>((done) => {
          const timer = setTimeout(done, left);
          waiting.add(() => {
            clearTimeout(timer);
            done();
          });
        });
      }
    },
    init: (payload?: object): void => send({ type: 'connection_init', ...(payload && { payload }) }),
    end: async (): Promise<void> => {
      socket.terminate();
      await closed;
    },
  };
};
export type TestSocket = Awaited<ReturnType<typeof openSocket>>;
