import { startProgram, type Environment, type Program } from '../../e2e/program.ts';
import { until } from '../../e2e/until.ts';
import { runningProduct, type ControlFile } from '../control.ts';

const STARTED_MS = 60_000;

/** The whole product as `npm start` runs it, as soon as it answers and programs beside it find it: before the console is built. `env` needs DATA_DIR and PORT. */
export const startRunning = async (env: Environment): Promise<{ readonly program: Program; readonly running: ControlFile }> => {
  const program = startProgram('app/src/main.ts', [], { LOG_LEVEL: 'warn', ...env });
  let over = false;
  void program.ended.then(() => (over = true));
  const running = await until(
    'the product runs',
    async () => {
      if (over) throw new Error(`${program.out()}${program.err()}`);
      return runningProduct(String(env['DATA_DIR']));
    },
    STARTED_MS,
  );
  return { program, running };
};
