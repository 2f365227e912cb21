import { CombinedGraphQLErrors, ServerError, type ApolloLink } from '@apollo/client';
import { getMainDefinition } from '@apollo/client/utilities';

const hasCommandId = (variables: Record<string, unknown>): boolean => {
  const input = variables['input'];
  return typeof input === 'object' && input !== null && 'commandId' in input && typeof input.commandId === 'string';
};

/** Queries, and mutations that carry a command id: the server does those once however often they come. */
export const isRepeatable = ({ query, variables }: Pick<ApolloLink.Operation, 'query' | 'variables'>): boolean => {
  const d = getMainDefinition(query);
  if (d.kind !== 'OperationDefinition') return false;
  return d.operation === 'query' || (d.operation === 'mutation' && hasCommandId(variables));
};

/** No answer, or one that says "not now": the product is being restarted or the network is away. */
export const isPassing = (error: unknown): boolean => {
  if (CombinedGraphQLErrors.is(error)) return false;
  if (ServerError.is(error)) return [502, 503, 504].includes(error.statusCode);
  return true;
};
