import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';
import { guardFields } from './permissions.ts';
import { resolvers } from './resolvers.ts';
import { scalars } from './scalars.ts';

/** Domains with a schema of their own; the first has the scalars and the root types. */
const WITH_SCHEMA = ['tenancy', 'channels', 'contacts', 'conversations'] as const;
const { resolve } = createRequire(import.meta.url);

/** The schema's text, one part per domain. */
export const schemaTexts = (): readonly string[] =>
  WITH_SCHEMA.map((domain) => readFileSync(resolve(`@master-ia/schemas/${domain}/schema.graphql`), 'utf8'));

/** The whole schema, each field behind its rule. Throws when a resolver or a rule does not fit. */
export const buildGraphSchema = (): GraphQLSchema =>
  guardFields(
    makeExecutableSchema({
      typeDefs: [...schemaTexts()],
      resolvers: { ...scalars, ...resolvers },
      resolverValidationOptions: { requireResolversToMatchSchema: 'error' },
    }),
  );
