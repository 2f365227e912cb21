import { RUN_DIR, RUN_OWNER, newRunDirectory } from './run-directory.ts';

/** Names the directory that the engines of this run share; they are started by the first spec that needs them. */
export default (): void => {
  process.env[RUN_DIR] = newRunDirectory();
  process.env[RUN_OWNER] = String(process.pid);
};
