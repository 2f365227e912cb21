import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type SimulatorProcess = {
  /** Base address of the Graph API (`…/v23.0/…`) and of the phone (`…/simulator/`). */
  readonly url: string;
  readonly pid: number;
  /** Resolves with its exit code (null: killed) when the process has ended, however it ended. */
  readonly exited: Promise<number | null>;
  /** Ends it cleanly, within two seconds. */
  stop(): Promise<void>;
};
const STOP_MS = 2000;

/** Starts the simulator as a process of its own. It ends with this process. Rejects, with what it said, when it ends before it is ready. `log` gets its lines. */
export const startSimulatorProcess = async (o: {
  dir: string;
  port?: number;
  host?: string;
  log: (line: string) => void;
}): Promise<SimulatorProcess> => {
  const host = o.host ?? '127.0.0.1';
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('./main.ts', import.meta.url)), '--dir', o.dir, '--port', String(o.port ?? 0), '--host', host],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
      // A Ctrl-C in the terminal reaches the product, which then ends this process in its order.
      detached: process.platform !== 'win32',
    },
  );
  const said: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    said.push(line);
    if (said.length > 20) said.shift();
    o.log(line);
  });
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
    child.once('error', () => resolve(null));
  });
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout });
  const port = await Promise.race([
    new Promise<number>((resolve) => lines.once('line', (line) => resolve((JSON.parse(line) as { ready: number }).ready))),
    exited.then((code) => Promise.reject(new Error(`the simulator ended (${code ?? 'killed'}) before it was ready: ${said.join(' | ')}`))),
  ]);
  return {
    url: `http://${host}:${port}`,
    pid: child.pid ?? 0,
    exited,
    async stop() {
      child.stdin.end();
      const kill = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await exited;
      clearTimeout(kill);
    },
  };
};
