/** Codes with which the gateway closes a socket by itself (`query-gateway/src/graphql/sockets.ts`). */
/** Closed by this side: nobody listens any more. */
export const ENOUGH = 1000;
export const FORBIDDEN = 4403;
export const RIGHTS_CHANGED = 4205;

/** Of anything that ended a connection; null when it is no close event. */
export const codeOf = (event: unknown): number | null =>
  typeof event === 'object' && event !== null && 'code' in event && typeof event.code === 'number' ? event.code : null;
