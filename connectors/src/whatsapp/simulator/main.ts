import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startServer } from './server.ts';

/** The simulator's process: `--dir` for its ledger, `--port` (0: any), `--host`. Prints `{"ready":port}`; ends when its standard input ends. */
const { values } = parseArgs({
  options: { dir: { type: 'string' }, port: { type: 'string', default: '0' }, host: { type: 'string', default: '127.0.0.1' } },
});
if (!values.dir) {
  process.stderr.write('simulator: --dir is missing\n');
  process.exit(2);
}
const say = (line: string): void => void process.stderr.write(`${line}\n`);

try {
  mkdirSync(values.dir, { recursive: true, mode: 0o700 });
  const running = await startServer({
    dir: values.dir,
    port: Number(values.port),
    host: values.host,
    log: say,
    onBroken: (e) => {
      say(`simulator: the ledger cannot be written: ${String(e)}`);
      process.exit(1);
    },
  });
  let closing = false;
  const stop = (): void => {
    if (closing) return;
    closing = true;
    // A client that keeps a connection busy does not keep the process.
    setTimeout(() => process.exit(0), 1500).unref();
    void running.close().then(() => process.exit(0));
  };
  process.stdin.on('end', stop).on('close', stop).on('error', stop).resume();
  process.on('SIGINT', stop).on('SIGTERM', stop);
  process.stdout.write(`${JSON.stringify({ ready: running.port })}\n`);
} catch (e) {
  say(`simulator: ${e instanceof Error ? e.message : String(e)}`);
  process.exit(1);
}
