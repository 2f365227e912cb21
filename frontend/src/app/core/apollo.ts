import { EnvironmentProviders, inject, makeEnvironmentProviders, provideEnvironmentInitializer } from '@angular/core';
import { ApolloLink, CombinedGraphQLErrors, InMemoryCache, ServerError } from '@apollo/client';
import { ErrorLink } from '@apollo/client/link/error';
import { RetryLink } from '@apollo/client/link/retry';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { getMainDefinition, relayStylePagination } from '@apollo/client/utilities';
import { Apollo, provideApollo } from 'apollo-angular';
import { HttpLink } from 'apollo-angular/http';
import { FORBIDDEN } from './close-codes';
import { Live } from './live';
import { Positions, readYourWrites } from './read-your-writes';
import { isPassing, isRepeatable } from './repeatable';
import { SessionEnd } from './session-end';

/** Twelve tries over about half a minute: longer than a restart of the product takes. */
const RETRIES = 12;

export const isUnauthenticated = (error: unknown): boolean =>
  (CombinedGraphQLErrors.is(error) && error.errors.some((e) => e.extensions?.['code'] === 'UNAUTHENTICATED')) ||
  (ServerError.is(error) && error.statusCode === 401);

/** graphql-ws gives up for good on some close codes (4429 too many, 4500 internal error); here they pass. As `GraphQLWsLink` words it. */
const passesSoon = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('Socket closed') && !error.message.includes(`event ${FORBIDDEN}`);

const isSubscription = ({ query }: ApolloLink.Operation): boolean => {
  const d = getMainDefinition(query);
  return d.kind === 'OperationDefinition' && d.operation === 'subscription';
};

/** Relay pages are joined per filter; everything else is kept by id. */
export const newCache = (): InMemoryCache =>
  new InMemoryCache({
    typePolicies: {
      Query: {
        fields: {
          conversations: relayStylePagination(['filter']),
          contacts: relayStylePagination(['filter']),
          searchMessages: relayStylePagination(['query']),
          templates: relayStylePagination(['channelId']),
          me: { merge: true },
          systemStatus: { merge: true },
        },
      },
      Conversation: { fields: { window: { merge: true } } },
      Membership: { keyFields: ['company', ['id']] },
      ViewStatus: { keyFields: ['name', 'version'] },
      EngineStatus: { keyFields: ['name'] },
    },
  });

/** Queries and mutations over HTTP, subscriptions over the one socket; what a restart cut off is sent again; after a reconnect every active query is fetched anew. */
export function provideGraphql(): EnvironmentProviders {
  return makeEnvironmentProviders([
    provideApollo(() => {
      const live = inject(Live);
      const end = inject(SessionEnd);
      const positions = inject(Positions);
      const http = inject(HttpLink).create({ uri: '/graphql' });
      const retry = new RetryLink({
        delay: { initial: 300, max: 4_000, jitter: true },
        attempts: (count, operation, error) => count < RETRIES && isRepeatable(operation) && isPassing(error),
      });
      const again = new RetryLink({
        delay: { initial: 2_000, max: 8_000, jitter: true },
        attempts: (_count, _operation, error) => passesSoon(error),
      });
      const overHttp = ApolloLink.from([
        new ErrorLink(({ error }) => {
          if (isUnauthenticated(error)) end.lost();
        }),
        retry,
        readYourWrites(positions, (yes) => live.stale.set(yes)),
        http,
      ]);
      return {
        link: ApolloLink.split(isSubscription, ApolloLink.from([again, new GraphQLWsLink(live.client)]), overHttp),
        cache: newCache(),
        defaultOptions: { watchQuery: { fetchPolicy: 'cache-and-network' } },
      };
    }),
    provideEnvironmentInitializer(() => {
      const apollo = inject(Apollo);
      inject(Live).reconnected.subscribe(() => {
        // A failed one shows its own error state with retry.
        apollo.client.refetchObservableQueries().catch(() => undefined);
      });
    }),
  ]);
}
