import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Ids } from '@master-ia/platform/ports/clock.ts';
import type { Log } from '@master-ia/platform/ports/log.ts';
import { isUnavailable } from '../http/unavailable.ts';

/** What `Did you mean` tells about the schema. */
const SUGGESTION = /,? ?Did you mean[^?]*\?/g;

export type ErrorFormat = (error: unknown) => GraphQLFormattedError;
/**
 * Errors as callers see them: what we said ourselves, with a stable code. Anything else is a bug or the machine: it is logged under an id and answered with the id only.
 * `suggestions: false` takes away names of the schema that were not asked for.
 */
export const errorFormat =
  (o: { readonly log: Log; readonly ids: Ids; readonly suggestions: boolean }): ErrorFormat =>
  (error) => {
    const shown =
      error instanceof GraphQLError
        ? error
        : new GraphQLError('', { originalError: error instanceof Error ? error : new Error(String(error)) });
    const origin = shown.originalError ?? null;
    const said = origin === null || origin instanceof GraphQLError;
    const code = shown.extensions['code'] ?? (origin instanceof GraphQLError ? origin.extensions['code'] : undefined);
    const where = { ...(shown.locations && { locations: shown.locations }), ...(shown.path && { path: shown.path }) };
    // Before execution everything is about the caller's own words; while executing only what carries a code was meant for the caller.
    if (said && (typeof code === 'string' ? code !== 'INTERNAL_SERVER_ERROR' : shown.path === undefined)) {
      return {
        message: o.suggestions ? shown.message : shown.message.replace(SUGGESTION, '').trim(),
        ...where,
        extensions: { code: typeof code === 'string' ? code : 'GRAPHQL_VALIDATION_FAILED' },
      };
    }
    if (isUnavailable(origin)) {
      o.log.warn({ error: origin }, 'a part of the product did not answer');
      return { message: 'a part of the product does not answer: try again', ...where, extensions: { code: 'UNAVAILABLE' } };
    }
    const errorId = o.ids.random();
    o.log.error({ error: origin ?? shown, errorId, path: shown.path?.join('.') }, 'a field failed');
    return { message: 'something went wrong', ...where, extensions: { code: 'INTERNAL_SERVER_ERROR', errorId } };
  };
