/** The database (or another engine) is not there right now: the same request may succeed in a moment. Adapters name such errors so. */
export const isUnavailable = (error: unknown): boolean => error instanceof Error && error.name === 'DatabaseUnavailable';
