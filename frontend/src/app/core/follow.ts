import type { TypedDocumentNode } from '@apollo/client';
import type { Apollo } from 'apollo-angular';
import { Observable, filter, map, retry, timer } from 'rxjs';

const AGAIN_MS = 2_000;

/** A subscription's values for as long as somebody listens: one that the server ended (too much was waiting) begins again. Values with an id update the cache by themselves. */
export const follow = <T, V extends Record<string, unknown>>(apollo: Apollo, query: TypedDocumentNode<T, V>, variables: V): Observable<T> =>
  apollo.subscribe<T>({ query, variables }).pipe(
    map(({ data, error }) => {
      if (error) throw new Error(error.message, { cause: error });
      return data;
    }),
    filter((data) => data !== undefined && data !== null),
    retry({ delay: () => timer(AGAIN_MS), resetOnSuccess: true }),
  );
