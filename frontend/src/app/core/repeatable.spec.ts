import { CombinedGraphQLErrors, ServerError, gql } from '@apollo/client';
import { isPassing, isRepeatable } from './repeatable';

const mutation = gql`
  mutation M($input: I!) {
    sendMessage(input: $input) {
      position
    }
  }
`;
const server = (status: number) => new ServerError('x', { response: { status } as Response, bodyText: '' });

describe('what may be sent again', () => {
  it('is a query', () =>
    expect(
      isRepeatable({
        query: gql`
          {
            me {
              role
            }
          }
        `,
        variables: {},
      }),
    ).toBe(true));
  it('is a mutation with a command id', () =>
    expect(isRepeatable({ query: mutation, variables: { input: { commandId: 'a' } } })).toBe(true));
  it('is no mutation without one', () => expect(isRepeatable({ query: mutation, variables: { input: { text: 'a' } } })).toBe(false));
  it('is no subscription', () =>
    expect(
      isRepeatable({
        query: gql`
          subscription {
            x
          }
        `,
        variables: {},
      }),
    ).toBe(false));
});

describe('what passes by itself', () => {
  it('is a network that fails', () => expect(isPassing(new Error('Failed to fetch'))).toBe(true));
  it.each([502, 503, 504])('is %d', (status) => expect(isPassing(server(status))).toBe(true));
  it.each([400, 401, 413, 429, 500])('is not %d', (status) => expect(isPassing(server(status))).toBe(false));
  it('is no GraphQL error', () => expect(isPassing(new CombinedGraphQLErrors({ errors: [{ message: 'x' }] }))).toBe(false));
});
