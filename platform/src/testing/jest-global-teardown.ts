import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { missingEngines } from './postgres.ts';
import { currentRun, removeRun, waitFor } from './run-directory.ts';

const gone = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
};

/** Stops what the run started and says, loudly, which engines its suites did not run on; in CI that is a failure. */
export default async (): Promise<void> => {
  const run = currentRun();
  const made = await readFile(join(run.dir, 'postgresql.ready'), 'utf8').catch(() => null);
  if (made !== null) {
    const { keeper } = JSON.parse(made) as { keeper: number };
    if (!gone(keeper)) process.kill(keeper, 'SIGTERM');
    await waitFor('the end of the PostgreSQL cluster', () => Promise.resolve(gone(keeper)), 10_000);
  }
  await removeRun(run);
  const missing = missingEngines();
  for (const engine of missing) process.stderr.write(`\nENGINE NOT FOUND: ${engine}: its suites did not run\n`);
  if (missing.length > 0 && process.env['CI'] === 'true') throw new Error(`in CI every engine is required: ${missing.join(', ')}`);
};
