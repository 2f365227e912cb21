import { createServer } from 'node:net';
import { startProgram, type Environment, type Program } from './program.ts';
import { until } from './until.ts';

/** An embedded start makes its database and the demo company; two cores are shared with a browser. */
const STARTED_MS = 60_000;
/** INTERFACES §1. */
export const STOP_MS = 5_000;

export type Product = {
  readonly url: string;
  readonly port: number;
  readonly env: Environment;
  readonly program: Program;
  /** The one-use link that an embedded start prints; null on PostgreSQL. */
  readonly link: string | null;
  /** Ctrl-C; throws when it takes longer than it may, or ends with another code than 0. Nothing for one that was killed. */
  stop(): Promise<void>;
  kill(): Promise<void>;
};

/** A port that nobody listens on: for a product that must come back where its browsers look for it. */
export const freePort = (): Promise<number> =>
  new Promise((done, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** Starts the product and waits until it says that it runs. `env` needs PORT. */
export const startProduct = async (env: Environment): Promise<Product> => {
  const program = startProgram('app/src/main.ts', [], { LOG_LEVEL: 'warn', ...env });
  let over: string | null = null;
  void program.ended.then(
    (e) => (over = `the product ended (${String(e.code ?? e.signal)}) before it ran:\n${program.out()}${program.err()}`),
    (error: unknown) => (over = String(error)),
  );
  const said = (label: string): string | null => new RegExp(`${label}[^:]*: +(\\S+)\\n`).exec(program.out())?.[1] ?? null;
  const url = await until('the product says where it runs', () => over ?? said('Master IA is running'), STARTED_MS).catch(
    async (error: unknown) => {
      await program.end('SIGKILL', STOP_MS);
      throw new Error(`${String(error)}\n${program.out()}${program.err()}`);
    },
  );
  if (over !== null) throw new Error(over);
  // Its lines come in one piece; an empty line is the last.
  await until('the product has said all', () => program.out().endsWith('\n\n'), STARTED_MS);
  let killed = false;
  return {
    url,
    port: Number(new URL(url).port),
    env,
    program,
    link: said('Sign in'),
    stop: async () => {
      if (killed) return;
      const { code, signal } = await program.end('SIGINT', STOP_MS);
      if (code !== 0) throw new Error(`Ctrl-C ended the product with ${String(code ?? signal)}\n${program.out()}${program.err()}`);
    },
    kill: async () => {
      killed = true;
      await program.end('SIGKILL', STOP_MS);
    },
  };
};
