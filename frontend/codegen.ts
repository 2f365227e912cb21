import type { CodegenConfig } from '@graphql-codegen/cli';

/** Each feature's documents stay in its own lazy chunk, typed, without parsing GraphQL in the browser. */
const config: CodegenConfig = {
  schema: '../schemas/src/**/*.graphql',
  documents: 'src/**/*.graphql',
  config: {
    useTypeImports: true,
    documentNodeImport: '@apollo/client#TypedDocumentNode',
    enumsAsTypes: true,
    strictScalars: true,
    scalars: { DateTime: 'string', PhoneNumber: 'string', Position: 'string', JSON: 'unknown' },
  },
  generates: {
    'src/gql/schema.ts': { plugins: ['typescript'] },
    'src/': {
      preset: 'near-operation-file',
      presetConfig: { extension: '.gql.ts', baseTypesPath: 'gql/schema.ts' },
      plugins: ['typescript-operations', 'typed-document-node'],
      config: { importSchemaTypesFrom: 'src/gql/schema.ts' },
    },
  },
};
export default config;
