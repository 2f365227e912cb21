import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { Apollo } from 'apollo-angular';
import { Subject, firstValueFrom } from 'rxjs';
import { provideGraphql } from './apollo';
import { Live } from './live';
import { MeDocument, UpdateAccountDocument } from './me.gql';
import { SessionEnd } from './session-end';
import { AnythingNewDocument } from './unread.gql';

const reconnected = new Subject<void>();
const stale: boolean[] = [];
type Sink = { error(why: unknown): void };
const sinks: Sink[] = [];
const live = {
  client: { subscribe: (_: unknown, sink: Sink) => (sinks.push(sink), () => undefined) },
  reconnected,
  stale: { set: (yes: boolean) => stale.push(yes) },
};
const account = { data: { updateAccount: { __typename: 'AccountPayload', position: '7', refusal: null, account: null } } };
const gone = { status: 503, statusText: 'Service Unavailable' };

describe('the GraphQL client', () => {
  let http: HttpTestingController;
  let apollo: Apollo;
  let ends = 0;

  beforeEach(() => {
    jest.useFakeTimers();
    ends = 0;
    sinks.length = 0;
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), { provide: Live, useValue: live }, provideGraphql()],
    });
    http = TestBed.inject(HttpTestingController);
    apollo = TestBed.inject(Apollo);
    TestBed.inject(SessionEnd).happened.subscribe(() => ends++);
  });
  afterEach(() => {
    http.verify();
    jest.useRealTimers();
  });
  const pass = () => jest.advanceTimersByTimeAsync(5_000);

  it('sends a mutation with a command id again until the product is back, with the same id', async () => {
    const done = firstValueFrom(
      apollo.mutate({ mutation: UpdateAccountDocument, variables: { input: { commandId: 'c-1', name: 'Ana' } } }),
    );
    await pass();
    http.expectOne('/graphql').flush(null, gone);
    await pass();
    http.expectOne('/graphql').error(new ProgressEvent('error'));
    await pass();
    const third = http.expectOne('/graphql');
    expect((third.request.body as { variables: { input: { commandId: string } } }).variables.input.commandId).toBe('c-1');
    third.flush(account);
    await pass();
    expect((await done).data?.updateAccount.position).toBe('7');
  });

  it('never repeats a mutation without a command id', async () => {
    const done = firstValueFrom(apollo.mutate({ mutation: UpdateAccountDocument, variables: { input: { name: 'Ana' } } }));
    const failed = expect(done).rejects.toThrow();
    await pass();
    http.expectOne('/graphql').flush(null, gone);
    await pass();
    await failed;
  });

  it('asks for what it wrote', async () => {
    void firstValueFrom(apollo.mutate({ mutation: UpdateAccountDocument, variables: { input: { commandId: 'c-1', name: 'Ana' } } }));
    await pass();
    http.expectOne('/graphql').flush(account);
    await pass();
    void firstValueFrom(apollo.query({ query: MeDocument })).catch(() => undefined);
    await pass();
    const query = http.expectOne('/graphql');
    expect(query.request.headers.get('x-min-position')).toBe('7');
    query.flush({ data: { me: null } });
    await pass();
  });

  it('says when the session is over', async () => {
    const failed = expect(firstValueFrom(apollo.query({ query: MeDocument }))).rejects.toThrow();
    await pass();
    http.expectOne('/graphql').flush({ errors: [{ message: 'x', extensions: { code: 'UNAUTHENTICATED' } }] });
    await pass();
    await failed;
    expect(ends).toBe(1);
  });

  it.each([
    ['an internal error', 4500, 2],
    ['too many messages', 4429, 2],
    ['the end of the session', 4403, 1],
  ])('after %s (%i) there are %i subscriptions', async (_why, code, tried) => {
    const watching = apollo.subscribe({ query: AnythingNewDocument }).subscribe({ error: () => undefined });
    await jest.advanceTimersByTimeAsync(0);
    sinks[0]?.error({ code, reason: '' });
    await pass();
    expect(sinks).toHaveLength(tried);
    watching.unsubscribe();
  });

  it('fetches every active query again after a reconnect', async () => {
    const watching = apollo.watchQuery({ query: MeDocument, errorPolicy: 'all' }).valueChanges.subscribe({ error: () => undefined });
    await pass();
    http.expectOne('/graphql').flush({ data: { me: null } });
    await pass();
    reconnected.next();
    await pass();
    http.expectOne('/graphql').flush({ data: { me: null } });
    watching.unsubscribe();
  });
});
