// Preloaded into what npm scripts run. npm passes a SIGTERM on to the shell that stands between, and that shell dies without telling:
// whoever is left behind by it ends as if it had been told itself.
import process from 'node:process';
import { isMainThread } from 'node:worker_threads';

const parent = process.ppid;
if (isMainThread && process.env.npm_lifecycle_event !== undefined && process.platform !== 'win32') {
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 500).unref();
}
