import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import {
  execute,
  getOperationAST,
  GraphQLError,
  OperationTypeNode,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';

type Args = Omit<ExecutionArgs, 'schema'>;
type Known = { readonly query: CompiledQuery | null } | 'seen';

/** Its errors without extensions have none at all, which the type of a GraphQLError excludes. */
const whole = (e: GraphQLError): GraphQLError =>
  (e.extensions as unknown) === undefined
    ? new GraphQLError(e.message, { path: e.path ?? null, originalError: e.originalError ?? null, ...(e.nodes && { nodes: e.nodes }) })
    : e;

/**
 * Executes operations; a query that comes a second time is made into a function first, which answers a page of a list in a third less time (docs/figures.md). Making it takes some 10 ms, so that
 * what somebody asks once is interpreted, as mutations are.
 */
export const compiledExecution = (schema: GraphQLSchema) => {
  const documents = new WeakMap<DocumentNode, Map<string, Known>>();
  const compiled = ({ document, operationName }: Args): CompiledQuery | null => {
    const operations = documents.get(document) ?? new Map<string, Known>();
    documents.set(document, operations);
    const name = operationName ?? '';
    const known = operations.get(name);
    if (known === undefined) {
      operations.set(name, 'seen');
      return null;
    }
    if (known !== 'seen') return known.query;
    const made =
      getOperationAST(document, operationName)?.operation === OperationTypeNode.QUERY
        ? compileQuery(schema, document, operationName ?? undefined, { disablingCapturingStackErrors: true })
        : null;
    const query = made && isCompiledQuery(made) ? made : null;
    operations.set(name, { query });
    return query;
  };
  return async (args: Args): Promise<ExecutionResult> => {
    const query = compiled(args);
    if (!query) return execute({ ...args, schema });
    const result = await query.query(args.rootValue, args.contextValue, args.variableValues);
    // Without data nothing was begun: the variables do not fit, and graphql-js says how.
    if (!('data' in result)) return execute({ ...args, schema });
    return result.errors ? { ...result, errors: result.errors.map(whole) } : result;
  };
};
