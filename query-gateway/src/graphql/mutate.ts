import type { Position } from '@master-ia/schemas/contract.ts';
import { refusalText } from '@master-ia/schemas/refusals.ts';
import type { GraphContext } from './context.ts';
import { badInput, isUuid } from './paging.ts';

const VIEWS_WAIT_MS = 2000;

export type Done<R> = { readonly position: string; readonly refusal: null; readonly result: R };
export type NotDone = {
  readonly position: null;
  /** `existing`: id of what is there already, for a field of the payload. */
  readonly refusal: { readonly code: string; readonly message: string; readonly field: string | null; readonly existing?: string };
  readonly result: null;
};

/** What a mutation answers that did nothing, in the caller's language. */
export const refused = (c: GraphContext, code: string, field?: string, fallback?: string): NotDone => ({
  position: null,
  result: null,
  refusal: { code, message: refusalText(code, c.identity.locale, fallback), field: field ?? null },
});

/**
 * Sends a command as the caller and waits, bounded, until the given views show it. A refusal is an answer; it names the reason in the caller's language.
 * `tenant`: another one than the caller's company, for the caller's own account.
 */
export const mutate = async <R>(
  c: GraphContext,
  command: string,
  data: unknown,
  o: { readonly commandId?: string | null | undefined; readonly views: readonly string[]; readonly tenant?: string },
): Promise<Done<R> | NotDone> => {
  if (o.commandId != null && !isUuid(o.commandId)) throw badInput('commandId must be a uuid');
  const answer = await c.ports.commands.send({
    name: command,
    id: o.commandId ?? c.ports.ids.random(),
    tenant: o.tenant ?? c.identity.tenant,
    data,
    actor: c.identity.actor,
    ...(c.minPosition !== null && { after: c.minPosition as Position }),
  });
  if (!answer.ok) {
    const { code, field, message, existing } = answer.refusal;
    const no = refused(c, code, field, message);
    return existing === undefined ? no : { ...no, refusal: { ...no.refusal, existing } };
  }
  if (!(await c.ports.views.reached(o.views, answer.position, VIEWS_WAIT_MS))) c.stale.value = true;
  return { position: answer.position, refusal: null, result: answer.result as R };
};
