import {
  getOperationAST,
  GraphQLError,
  Kind,
  parse,
  specifiedRules,
  subscribe,
  validate,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { compiledExecution } from './compiled.ts';
import type { GraphContext, Identity } from './context.ts';
import { checkLists, costOf, shapeRule, type GraphLimits } from './limits.ts';

/** Valid documents that are not read again: the console has some fifty. */
const KEPT = 500;
const KEPT_LENGTH = 10_000;

type Read = { readonly document: DocumentNode; readonly operation: OperationDefinitionNode };
/** Subscriptions that have a source, or what was wrong before they had one. */
type Subscribed = AsyncGenerator<ExecutionResult, void, void> | ExecutionResult;

const asksForSchema = (document: DocumentNode): boolean => {
  const within = (set: SelectionSetNode): boolean =>
    set.selections.some((s) =>
      s.kind === Kind.FIELD
        ? s.name.value === '__schema' || s.name.value === '__type'
        : s.kind === Kind.INLINE_FRAGMENT && within(s.selectionSet),
    );
  return document.definitions.some(
    (d) => (d.kind === Kind.OPERATION_DEFINITION || d.kind === Kind.FRAGMENT_DEFINITION) && within(d.selectionSet),
  );
};

/** What both HTTP and sockets do with an operation, so that neither is a way around the other's limits. */
export const graphEngine = (o: { readonly schema: GraphQLSchema; readonly limits: GraphLimits; readonly openSchema: boolean }) => {
  const { schema, limits } = o;
  const rules = [shapeRule(limits)];
  /**
   * Who may read the schema's description: programs with a key and analysts, who write their own queries, and everybody on a demo installation. The console has its queries built in; a session
   * stolen from it should not get a map.
   */
  const mayReadSchema = (identity: Identity): boolean => o.openSchema || identity.userId === null || identity.role === 'analyst';

  const execute = compiledExecution(schema);
  const known = new Map<string, DocumentNode>();
  const documentOf = (source: string): DocumentNode | readonly GraphQLError[] => {
    const before = known.get(source);
    if (before) return before;
    let document: DocumentNode;
    try {
      document = parse(source, { maxLexicalTokens: limits.tokens });
    } catch (error) {
      return [
        new GraphQLError(error instanceof GraphQLError ? error.message : 'this is no query', {
          extensions: { code: 'GRAPHQL_PARSE_FAILED' },
        }),
      ];
    }
    // The shape first: the standard rules compare fields in pairs.
    const misshapen = validate(schema, document, rules);
    const wrong = misshapen.length > 0 ? misshapen : validate(schema, document, specifiedRules);
    if (wrong.length > 0) return wrong;
    if (source.length <= KEPT_LENGTH) {
      known.set(source, document);
      if (known.size > KEPT) known.delete(known.keys().next().value as string);
    }
    return document;
  };

  return {
    schema,
    limits,
    /** Throws what is wrong with an operation for this caller, once its variables are known. */
    admit: (
      identity: Identity,
      document: DocumentNode,
      operation: OperationDefinitionNode,
      variables: Readonly<Record<string, unknown>>,
    ): void => {
      if (!mayReadSchema(identity) && asksForSchema(document))
        throw new GraphQLError('the schema is not described here', { extensions: { code: 'FORBIDDEN' } });
      checkLists(variables, limits);
      costOf(schema, document, operation, variables, limits);
    },
    /** A valid document with its operation, or what is wrong with it: the caller's errors. */
    read: (source: string, operationName?: string | null): Read | readonly GraphQLError[] => {
      const document = documentOf(source);
      if (!('kind' in document)) return document;
      const operation = getOperationAST(document, operationName);
      return operation ? { document, operation } : [new GraphQLError('the document has not one operation of that name')];
    },
    /** Runs a query or a mutation; after the time limit the caller is told so (what was begun may still be done). */
    run: async (args: Omit<ExecutionArgs, 'schema'> & { readonly contextValue: GraphContext }): Promise<ExecutionResult> => {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<ExecutionResult>((done) => {
        timer = setTimeout(
          () => done({ data: null, errors: [new GraphQLError('this took too long', { extensions: { code: 'TIMEOUT' } })] }),
          limits.executionMs,
        );
      });
      try {
        const result = await Promise.race([execute(args), late]);
        return args.contextValue.stale.value ? { ...result, extensions: { ...result.extensions, stale: true } } : result;
      } finally {
        clearTimeout(timer);
      }
    },
    /** Starts a subscription. Whoever completes it is let go at once, also while nothing happens; `over` is called once then. */
    follow: async (args: Omit<ExecutionArgs, 'schema'>, over: () => void): Promise<Subscribed> => {
      const source = await subscribe({ ...args, schema });
      if (!(Symbol.asyncIterator in source)) {
        over();
        return source;
      }
      return endable(source, over);
    },
  };
};
export type GraphEngine = ReturnType<typeof graphEngine>;

/** A generator that waits for something cannot be told to stop before it comes: this one stops listening instead, and lets it stop whenever it wakes. */
const endable = (source: AsyncGenerator<ExecutionResult, void, void>, over: () => void): AsyncGenerator<ExecutionResult, void, void> => {
  const done: IteratorResult<ExecutionResult, void> = { done: true, value: undefined };
  let release: () => void = () => undefined;
  const ended = new Promise<IteratorResult<ExecutionResult, void>>((go) => {
    release = () => go(done);
  });
  let finished = false;
  const finish = (): void => {
    if (finished) return;
    finished = true;
    release();
    over();
    source.return().catch(() => undefined);
  };
  const iterator: AsyncGenerator<ExecutionResult, void, void> = {
    next: async () => {
      if (finished) return done;
      try {
        const item = await Promise.race([source.next(), ended]);
        if (item.done) finish();
        return item;
      } catch (error) {
        finish();
        throw error;
      }
    },
    return: async () => {
      finish();
      return done;
    },
    throw: async (error: unknown) => {
      finish();
      throw error;
    },
    [Symbol.asyncIterator]: () => iterator,
    [Symbol.asyncDispose]: async () => finish(),
  };
  return iterator;
};
