import type { CommandMap, Data, Result } from '@master-ia/schemas/contract.ts';
import type { Position } from '@master-ia/schemas/contract.ts';
import type { Refusal } from '../ports/commands.ts';
import type { Prepare, Refused } from './decider.ts';

/** Thrown by a step that was refused; the process answers with that refusal unless it catches it. */
export class StepRefused extends Error {
  override readonly name = 'StepRefused';
  readonly refusal: Refusal;
  constructor(command: string, refusal: Refusal) {
    super(`${command} was refused: ${refusal.code}`);
    this.refusal = refusal;
  }
}
/** What a process may do: prepare like a decider, and send steps, each a command whose id derives from the process's own. */
export type ProcessIo = Prepare & {
  readonly commandId: string;
  /** Waits, bounded, until the facts have reached what a step wrote; throws {@link StepRefused} `facts_behind`. */
  factsReached(position: Position): Promise<void>;
  /** Keyed hash under another tenant's key: users and their addresses belong to the installation. */
  hmacOf(tenant: string, text: string): Promise<string>;
  /** Sends a step with the process's rights; `fact` tells steps of one command apart. Throws {@link StepRefused}. */
  step<R = unknown>(
    command: string,
    fact: string,
    data: unknown,
    o?: { readonly tenant?: string; readonly occurredAt?: Date },
  ): Promise<{ readonly result: R; readonly repeated: boolean; readonly position: Position }>;
};
/** A command that touches several streams: idempotent steps in an order that a crash may cut anywhere. */
export type Processes<C extends CommandMap> = {
  readonly [K in keyof C & string]: (d: Data<C, K>, io: ProcessIo) => Promise<Result<C, K> | Refused>;
};
export const processes = <C extends CommandMap>(definitions: C, run: Processes<C>) => ({ definitions, run });
export type AnyProcesses = {
  readonly definitions: CommandMap;
  readonly run: Readonly<Record<string, (d: never, io: ProcessIo) => Promise<unknown>>>;
};
