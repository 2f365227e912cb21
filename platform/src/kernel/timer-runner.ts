import type { Clock, Ids } from '../ports/clock.ts';
import type { Commands } from '../ports/commands.ts';
import type { Log } from '../ports/log.ts';
import type { Timer, Timers } from '../ports/timers.ts';
import type { Send } from './reaction.ts';

/** What a due timer sends, by the timer's name. */
export type TimerHandlers = Readonly<Record<string, (t: Timer) => Send>>;

/** Sends the commands of due timers; a timer stays until its command was answered. */
export const timerRunner = (handlers: TimerHandlers, ports: { readonly timers: Timers; readonly commands: Commands; readonly clock: Clock; readonly ids: Ids; readonly log: Log }) => {
  const round = async (): Promise<number> => {
    const due = await ports.timers.due(100, 30_000);
    const done: string[] = [];
    for (const t of due) {
      const send = handlers[t.name]?.(t);
      if (!send) {
        ports.log.error({ timer: t.name }, 'nobody handles this timer');
        continue;
      }
      const answer = await ports.commands.send({ name: send.command, id: ports.ids.from('timer', t.id, send.fact), tenant: t.tenant, data: send.data, actor: { kind: 'reaction', id: `timer:${t.name}` } });
      if (answer.ok || send.tolerate?.includes(answer.refusal.code)) done.push(t.id);
      else ports.log.error({ timer: t.name, refused: answer.refusal.code }, 'a timer was refused');
    }
    if (done.length > 0) await ports.timers.done(done);
    return due.length;
  };
  return {
    round,
    async run(signal: AbortSignal): Promise<void> {
      while (!signal.aborted) {
        const handled = await round().catch((error: unknown) => {
          ports.log.error({ error }, 'timers failed');
          return 0;
        });
        if (handled > 0) continue;
        const next = await ports.timers.nextDue().catch(() => null);
        const ms = Math.min(1000, Math.max(10, next ? next.getTime() - ports.clock.now().getTime() : 1000));
        await new Promise<void>((go) => {
          const timer = setTimeout(finish, ms);
          function finish(): void {
            clearTimeout(timer);
            signal.removeEventListener('abort', finish);
            go();
          }
          signal.addEventListener('abort', finish);
        });
      }
    },
  };
};
