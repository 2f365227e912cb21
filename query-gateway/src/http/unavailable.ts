/** What an engine that is not there, and a gate with too many in line, name their errors. */
const NAMES = new Set(['DatabaseUnavailable', 'TooManyWaiting']);
/** A part of the product cannot do it right now: the same request may succeed in a moment. */
export const isUnavailable = (error: unknown): boolean => error instanceof Error && NAMES.has(error.name);
