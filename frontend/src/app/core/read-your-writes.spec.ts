import { ApolloLink, gql, InMemoryCache, ApolloClient } from '@apollo/client';
import { firstValueFrom, of } from 'rxjs';
import { Positions, readYourWrites } from './read-your-writes';

const run = async (positions: Positions, answer: ApolloLink.Result) => {
  const headers: unknown[] = [];
  const stale: boolean[] = [];
  const end = new ApolloLink((operation) => {
    headers.push(operation.getContext()['headers']);
    return of(answer);
  });
  const client = new ApolloClient({ link: ApolloLink.empty(), cache: new InMemoryCache() });
  const link = ApolloLink.from([readYourWrites(positions, (yes) => stale.push(yes)), end]);
  await firstValueFrom(
    ApolloLink.execute(
      link,
      {
        query: gql`
          {
            me {
              role
            }
          }
        `,
      },
      { client },
    ),
  );
  return { headers: headers[0], stale };
};

describe('read your writes', () => {
  it('learns the position of a payload and sends it with what follows', async () => {
    const positions = new Positions();
    const first = await run(positions, { data: { sendMessage: { position: '0042', refusal: null } } });
    expect(first.headers).toBeUndefined();
    const second = await run(positions, { data: { me: null } });
    expect(second.headers).toEqual({ 'x-min-position': '0042' });
  });

  it('keeps the newest of positions that come out of order', () => {
    const positions = new Positions();
    positions.saw('0042');
    positions.saw('0041');
    expect(positions.newest()).toBe('0042');
    positions.saw('100000');
    expect(positions.newest()).toBe('100000');
  });

  it('forgets after half a minute', () => {
    const positions = new Positions();
    positions.saw('0042', 1_000);
    expect(positions.newest(30_999)).toBe('0042');
    expect(positions.newest(31_000)).toBeNull();
  });

  it('tells that an answer was stale, and that the next was not', async () => {
    const positions = new Positions();
    positions.saw('0042');
    expect((await run(positions, { data: {}, extensions: { stale: true } })).stale).toEqual([true]);
    expect((await run(positions, { data: {} })).stale).toEqual([false]);
  });
});
