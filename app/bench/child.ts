import { fork } from 'node:child_process';

/** Runs a program of the bench in a process of its own, gives it a task and resolves with its one answer. It ends with `signal` or when it has answered. */
export const inChild = <Task, Answer>(
  program: URL,
  task: Task,
  o: { readonly execArgv?: readonly string[]; readonly signal?: AbortSignal } = {},
): Promise<Answer> =>
  new Promise((done, failed) => {
    const child = fork(program, [], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      execArgv: [...process.execArgv, ...(o.execArgv ?? [])],
      serialization: 'advanced',
    });
    const stop = (): void => void child.kill();
    o.signal?.addEventListener('abort', stop, { once: true });
    let answered = false;
    child.once('message', (answer) => {
      answered = true;
      done(answer as Answer);
    });
    child.once('error', failed);
    child.once('exit', (code) => {
      o.signal?.removeEventListener('abort', stop);
      if (!answered) failed(new Error(`${program.pathname} ended (${code ?? 'killed'}) without an answer`));
    });
    child.send(task as object);
  });
/** The other side of {@link inChild}. */
export const answerParent = <Task, Answer>(work: (task: Task) => Promise<Answer>): void => {
  process.once('message', (task) => {
    work(task as Task).then(
      (answer) => process.send?.(answer, () => process.exit(0)),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
};
