import { makeEnvironmentProviders, type EnvironmentProviders } from '@angular/core';
import { ApolloLink, CombinedGraphQLErrors } from '@apollo/client';
import { provideApollo } from 'apollo-angular';
import { Observable, Subject } from 'rxjs';
import { newCache } from '../app/core/apollo';

type Data = Record<string, unknown>;
/** What an operation is answered, at once or in time: its data, or an error that is thrown. */
type Answer = (variables: Data) => Data | Error | Promise<Data | Error>;

/** A server that answers operations by name, behind the real client and cache; it keeps what it was asked, and can tell subscribers. */
export const gateway = (answers: Record<string, Answer>) => {
  const asked: { readonly name: string; readonly variables: Data }[] = [];
  const told = new Subject<{ readonly name: string; readonly data: Data }>();
  const link = new ApolloLink(
    ({ operationName: name = '', variables, operationType }) =>
      new Observable((to) => {
        if (operationType === 'subscription') return told.subscribe((t) => t.name === name && to.next({ data: t.data }));
        asked.push({ name, variables });
        const answer = answers[name]?.(variables) ?? new CombinedGraphQLErrors({ errors: [{ message: `no answer for ${name}` }] });
        const give = (what: Data | Error): void => {
          if (what instanceof Error) return to.error(what);
          to.next({ data: what });
          to.complete();
        };
        if (answer instanceof Promise) void answer.then(give);
        else give(answer);
        return undefined;
      }),
  );
  const providers: EnvironmentProviders = makeEnvironmentProviders([
    provideApollo(() => ({ link, cache: newCache(), defaultOptions: { watchQuery: { fetchPolicy: 'cache-and-network' } } })),
  ]);
  return {
    providers,
    asked,
    /** The variables of every operation of that name. */
    of: (name: string): readonly Data[] => asked.filter((a) => a.name === name).map((a) => a.variables),
    tell: (name: string, data: Data): void => told.next({ name, data }),
  };
};

/** A refused mutation's payload. */
export const refused = (code: string, o: { readonly message?: string; readonly field?: string } = {}): Data => ({
  position: null,
  refusal: { __typename: 'Refusal', code, message: o.message ?? '', field: o.field ?? null },
});
/** A done one's. */
export const done = (more: Data): Data => ({ position: '1', refusal: null, ...more });
