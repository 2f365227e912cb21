import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RUN_DIR, RUN_OWNER } from './run-directory.ts';

/** Names the directory that the engines of this run share; they are started by the first spec that needs them. */
export default (): void => {
  const dir = mkdtempSync(join(tmpdir(), 'mia-test-'));
  chmodSync(dir, 0o755);
  process.env[RUN_DIR] = dir;
  process.env[RUN_OWNER] = String(process.pid);
};
