import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { within } from './until.ts';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export type Environment = Readonly<Record<string, string | undefined>>;
export type Ended = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

/** A program of the project under this Node: its lines so far, its end. */
export type Program = {
  readonly pid: number;
  readonly out: () => string;
  readonly err: () => string;
  readonly ended: Promise<Ended>;
  /** Sends the signal and waits for the end; `ms` is the patience. Ended already: answers at once. */
  end(signal: NodeJS.Signals, ms: number): Promise<Ended>;
};

const running = new Set<ChildProcess>();
/** Nothing that was started here outlives this process. */
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** What a program may know of the environment of who started the tests: no engine's address, no key. */
const inherited = (): Record<string, string> =>
  Object.fromEntries(
    ['PATH', 'HOME', 'TMPDIR', 'LANG', 'SystemRoot', 'NODE_COMPILE_CACHE'].flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
export const environment = (env: Environment): Record<string, string> => ({
  ...inherited(),
  ...Object.fromEntries(Object.entries(env).filter((e): e is [string, string] => e[1] !== undefined)),
});

/** Starts `script`, a path from the project's root. */
export const startProgram = (script: string, args: readonly string[], env: Environment): Program => {
  const child = spawn(process.execPath, [script, ...args], { cwd: ROOT, env: environment(env), stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  // `exit`, not `close`: a grandchild may hold the pipes for a moment longer.
  const ended = new Promise<Ended>((done, failed) => {
    child.once('error', failed);
    child.once('exit', (code, signal) => {
      running.delete(child);
      done({ code, signal });
    });
  });
  ended.catch(() => undefined);
  return {
    pid: child.pid ?? 0,
    out: () => out,
    err: () => err,
    ended,
    end: async (signal, ms) => {
      child.kill(signal);
      try {
        return await within(`the end of ${script} after ${signal}`, ms, ended);
      } catch (error) {
        child.kill('SIGKILL');
        throw error;
      }
    },
  };
};

/** Runs a program to its end and answers all it said. */
export const runProgram = async (
  script: string,
  args: readonly string[],
  env: Environment,
  ms = 60_000,
): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> => {
  const program = startProgram(script, args, env);
  try {
    const { code } = await within(`${script} ${args.join(' ')}`, ms, program.ended);
    return { code, out: program.out(), err: program.err() };
  } catch (error) {
    await program.end('SIGKILL', 5_000);
    throw new Error(`${(error as Error).message}\n${program.out()}${program.err()}`, { cause: error });
  }
};
