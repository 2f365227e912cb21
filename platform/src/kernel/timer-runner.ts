import { setTimeout as pause } from 'node:timers/promises';
import type { Clock, Ids } from '../ports/clock.ts';
import type { Commands } from '../ports/commands.ts';
import type { Log } from '../ports/log.ts';
import type { Timer, Timers } from '../ports/timers.ts';
import type { Send } from './reaction.ts';

const IDLE_MS = 1000;

/** What a due timer sends, by the timer's name. */
export type TimerHandlers = Readonly<Record<string, (t: Timer) => Send>>;

/** Sends the commands of due timers; a timer stays until its command was answered. */
export const timerRunner = (
  handlers: TimerHandlers,
  ports: { readonly timers: Timers; readonly commands: Commands; readonly clock: Clock; readonly ids: Ids; readonly log: Log },
) => {
  const round = async (): Promise<number> => {
    const due = await ports.timers.due(100, 30_000);
    const done: string[] = [];
    for (const t of due) {
      const send = handlers[t.name]?.(t);
      if (!send) {
        ports.log.error({ timer: t.name }, 'nobody handles this timer');
        continue;
      }
      const answer = await ports.commands.send({
        name: send.command,
        id: ports.ids.from('timer', t.id, send.fact),
        tenant: t.tenant,
        data: send.data,
        actor: { kind: 'reaction', id: `timer:${t.name}` },
      });
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
        try {
          if ((await round()) === 0) await ports.timers.wait(IDLE_MS, signal);
        } catch (error) {
          ports.log.error({ error }, 'timers failed');
          await pause(IDLE_MS, undefined, { signal }).catch(() => undefined);
        }
      }
    },
  };
};
