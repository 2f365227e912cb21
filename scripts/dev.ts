// npm run dev: the product of `npm start`, restarted when a service's code changes; the console is built again when its sources change.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { watchConsole } from './build-console.ts';

const stop = new AbortController();
const log = (line: string): void => {
  console.log(`console │ ${line}`);
};

const watching = watchConsole({ log, signal: stop.signal });
const main = join(import.meta.dirname, '../app/src/main.ts');
const product = spawn(process.execPath, ['--watch', '--watch-preserve-output', main, ...process.argv.slice(2)], { stdio: 'inherit' });
for (const s of ['SIGINT', 'SIGTERM'] as const) process.on(s, () => product.kill(s));
product.on('close', (code) => {
  stop.abort();
  process.exitCode = code ?? 0;
});
await watching;
