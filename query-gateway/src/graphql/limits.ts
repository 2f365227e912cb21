import {
  getNamedType,
  GraphQLError,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql';
import { badInput, PAGE_MAX } from './paging.ts';

export type GraphLimits = {
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly directives: number;
  readonly tokens: number;
  /** Fields that may be visited while a document is measured, fragments counted wherever they are used. */
  readonly selections: number;
  readonly cost: number;
  readonly listItems: number;
  readonly executionMs: number;
};
/** The console's 70 operations, measured: at most 8 levels deep, under 200 tokens, and a cost of 1,008 with pages of a hundred. Others write larger ones. */
export const GRAPH_LIMITS: GraphLimits = {
  depth: 10,
  aliases: 15,
  rootFields: 10,
  directives: 20,
  tokens: 2000,
  selections: 3000,
  cost: 5000,
  listItems: 100,
  executionMs: 5000,
};

/** Lists without a page size are bounded by what they are; for their cost they count as this many. */
const PLAIN_LIST = 10;
const DEFAULT_PAGE = 25;
const refuse = (what: string, most: number): GraphQLError =>
  new GraphQLError(`the query has too much: at most ${String(most)} ${what}`, { extensions: { code: 'QUERY_TOO_COMPLEX' } });
const tooMany = (limits: GraphLimits): GraphQLError => refuse('items in a list', limits.listItems);

type Measured = { depth: number; aliases: number; directives: number; selections: number; rootFields: number };
const fragmentsOf = (document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> =>
  new Map(
    document.definitions.flatMap((d): [string, FragmentDefinitionNode][] =>
      d.kind === Kind.FRAGMENT_DEFINITION ? [[d.name.value, d]] : [],
    ),
  );

/** Sizes of an operation with its fragments put in place. Stops as soon as it has visited too much. */
const measure = (
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  limits: GraphLimits,
): Measured => {
  const m: Measured = { depth: 0, aliases: 0, directives: operation.directives?.length ?? 0, selections: 0, rootFields: 0 };
  const visit = (set: SelectionSetNode, depth: number, path: readonly string[]): void => {
    for (const s of set.selections) {
      if (++m.selections > limits.selections) throw refuse('fields', limits.selections);
      m.directives += s.directives?.length ?? 0;
      if (s.kind === Kind.FIELD) {
        if (s.alias) m.aliases++;
        if (depth === 1) m.rootFields++;
        // What describes the schema is as deep as types are nested; who may ask for it is decided elsewhere.
        if (s.name.value === '__schema' || s.name.value === '__type') continue;
        if (s.name.value !== '__typename') m.depth = Math.max(m.depth, depth);
        if (m.depth > limits.depth) throw refuse('levels', limits.depth);
        if (s.selectionSet) visit(s.selectionSet, depth + 1, path);
      } else if (s.kind === Kind.INLINE_FRAGMENT) visit(s.selectionSet, depth, path);
      else {
        const fragment = fragments.get(s.name.value);
        // A circle is told by the standard rules.
        if (fragment && !path.includes(s.name.value)) visit(fragment.selectionSet, depth, [...path, s.name.value]);
      }
    }
  };
  visit(operation.selectionSet, 1, []);
  return m;
};

/** Depth, width, aliases and directives of a document, before the other rules that cost more look at it. */
export const shapeRule =
  (limits: GraphLimits): ValidationRule =>
  (context) => ({
    Document: (document) => {
      const fragments = fragmentsOf(document);
      for (const d of document.definitions) {
        if (d.kind !== Kind.OPERATION_DEFINITION) continue;
        try {
          const m = measure(d, fragments, limits);
          if (m.aliases > limits.aliases) throw refuse('aliases', limits.aliases);
          if (m.rootFields > limits.rootFields) throw refuse('fields at the top', limits.rootFields);
          if (m.directives > limits.directives) throw refuse('directives', limits.directives);
        } catch (error) {
          if (!(error instanceof GraphQLError)) throw error;
          context.reportError(error);
          // Nothing else of it needs to be looked at.
          return false;
        }
      }
      return undefined;
    },
    // Wherever it stands: in operations, fragments, directives, defaults.
    ListValue: (list) => {
      if (list.values.length <= limits.listItems) return undefined;
      context.reportError(tooMany(limits));
      return false;
    },
  });

type Variables = Readonly<Record<string, unknown>>;
const sizeIn = (node: FieldNode, variables: Variables, defaults: Variables): number | null => {
  for (const a of node.arguments ?? []) {
    if (a.name.value !== 'first' && a.name.value !== 'last') continue;
    const value: unknown =
      a.value.kind === Kind.INT
        ? Number(a.value.value)
        : a.value.kind === Kind.VARIABLE
          ? (variables[a.value.name.value] ?? defaults[a.value.name.value])
          : null;
    if (value === null || value === undefined) continue;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > PAGE_MAX)
      throw badInput(`a page has 1 to ${String(PAGE_MAX)} items`);
    return value;
  }
  return null;
};
const isList = (type: GraphQLOutputType): boolean => isListType(isNonNullType(type) ? type.ofType : type);

/** How many objects an operation may bring together, at most: pages multiply. */
export const costOf = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
  limits: GraphLimits,
): number => {
  const fragments = fragmentsOf(document);
  const defaults: Record<string, unknown> = {};
  for (const v of operation.variableDefinitions ?? [])
    if (v.defaultValue?.kind === Kind.INT) defaults[v.variable.name.value] = Number(v.defaultValue.value);
  let visited = 0;
  const of = (set: SelectionSetNode, parent: GraphQLCompositeType, times: number): number => {
    let cost = 0;
    for (const s of set.selections) {
      if (++visited > limits.selections) throw refuse('fields', limits.selections);
      if (s.kind === Kind.FIELD) {
        const field = isObjectType(parent) ? parent.getFields()[s.name.value] : undefined;
        if (!field) continue;
        const type = getNamedType(field.type);
        const paged = field.args.some((a) => a.name === 'first' || a.name === 'last');
        const size = paged ? (sizeIn(s, variables, defaults) ?? DEFAULT_PAGE) : null;
        if (!isCompositeType(type) || !s.selectionSet) continue;
        // The items of a connection are counted where its size is told, not again at `edges`.
        const many = size ?? (isList(field.type) && !parent.name.endsWith('Connection') ? PLAIN_LIST : 1);
        cost += times + of(s.selectionSet, type, times * many);
      } else if (s.kind === Kind.INLINE_FRAGMENT) cost += of(s.selectionSet, parent, times);
      else {
        const fragment = fragments.get(s.name.value);
        if (fragment) cost += of(fragment.selectionSet, parent, times);
      }
      if (cost > limits.cost) throw refuse('objects (pages multiply)', limits.cost);
    }
    return cost;
  };
  const root = schema.getRootType(operation.operation);
  return root ? of(operation.selectionSet, root, 1) : 0;
};

/** Lists in the variables; those in the text are measured with it. */
export const checkLists = (variables: unknown, limits: GraphLimits): void => {
  const given = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null) return;
    if (depth > limits.depth) throw refuse('levels in a variable', limits.depth);
    if (Array.isArray(value) && value.length > limits.listItems) throw tooMany(limits);
    for (const v of Object.values(value)) given(v, depth + 1);
  };
  given(variables, 0);
};
