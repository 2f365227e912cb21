import type { Actor, Position } from '@master-ia/schemas/contract.ts';

export type KernelRefusal = 'conflict' | 'forbidden' | 'id_reused' | 'facts_behind' | 'invalid' | 'not_found';
/** Where events of a command went; `position` is the last one (or that of the stream's last event when nothing changed). */
export type Seen = {
  readonly storeId: string;
  readonly at: readonly { readonly position: Position; readonly domain: string; readonly key: string }[];
};
/** `field`: of the command's data. `existing`: id of what is there already. */
export type Refusal = { readonly code: string; readonly message?: string; readonly field?: string; readonly existing?: string };
export type CommandResult<R = unknown> =
  | {
      readonly ok: true;
      readonly commandId: string;
      readonly result: R;
      readonly position: Position;
      readonly seen: Seen;
      readonly repeated: boolean;
    }
  | { readonly ok: false; readonly refusal: Refusal };
export type CommandEnvelope = {
  readonly name: string;
  /** uuid; the same id with the same body answers the same, with another body `id_reused`. */
  readonly id: string;
  readonly tenant: string;
  readonly data: unknown;
  readonly actor: Actor;
  /** What the sender has seen: facts must have reached it (bounded wait, then `facts_behind`). */
  readonly after?: Position;
  readonly correlationId?: string;
  readonly causationId?: string;
  /** When it happened at the provider, if that is earlier than now. */
  readonly occurredAt?: Date;
};
/** How gateway, connectors and reactions reach the command-service. */
export interface Commands {
  send(c: CommandEnvelope): Promise<CommandResult>;
}
