import { spawn } from 'node:child_process';

/** A program that proves one thing about the tree; green when it ends with 0. */
export type Check = {
  /** The word that selects it: `npm test -- lint`. */
  readonly name: string;
  readonly title: string;
  /** Script and arguments, run by this Node from the project's root. */
  readonly run: readonly string[];
};
export type CheckResult = { readonly ok: boolean; readonly output: string; readonly ms: number };

/** Longest time for one check, in ms; what takes longer is ended and counts as failed. */
const LIMIT_MS = 10 * 60_000;

/** Runs a program of the project under this Node, output collected (and passed on when `show`). */
export const runNode = (
  root: string,
  args: readonly string[],
  o: { readonly show?: boolean; readonly limitMs?: number } = {},
): Promise<CheckResult> =>
  new Promise((done) => {
    const began = performance.now();
    const limit = o.limitMs ?? LIMIT_MS;
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const timer = setTimeout(() => {
      output += `\nended after ${limit / 60_000} minutes without an answer\n`;
      child.kill('SIGKILL');
    }, limit);
    let output = '';
    const take = (to: NodeJS.WriteStream) => (data: Buffer) => {
      output += data.toString();
      if (o.show === true) to.write(data);
    };
    child.stdout.on('data', take(process.stdout));
    child.stderr.on('data', take(process.stderr));
    child.on('error', (e) => (output += e.message));
    child.on('close', (code) => {
      clearTimeout(timer);
      done({ ok: code === 0, output, ms: performance.now() - began });
    });
  });

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** Runs checks, at most `width` at a time, and prints one line for each; the output only of those that fail. */
export const runChecks = async (root: string, checks: readonly Check[], width: number): Promise<readonly CheckResult[]> => {
  const results: CheckResult[] = [];
  const waiting = [...checks.entries()];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [at, check] = next;
      const result = await runNode(root, check.run);
      results[at] = result;
      console.log(`${result.ok ? '✓' : '✗'} ${check.title}  ${seconds(result.ms)}`);
      if (!result.ok) console.log(result.output.trimEnd().replace(/^/gm, '    '));
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
};
