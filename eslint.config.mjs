import js from '@eslint/js';
import angular from 'angular-eslint';
import prettier from 'eslint-config-prettier/flat';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const env = [{ object: 'process', property: 'env', message: 'The environment is read in platform/src/runtime/config.ts only.' }];
const impure = 'Clock, randomness and ids come in through ports.';
const ambient = [
  { object: 'Date', property: 'now', message: impure },
  { object: 'performance', property: 'now', message: impure },
  { object: 'Math', property: 'random', message: impure },
  { object: 'crypto', property: 'randomUUID', message: impure },
  { object: 'crypto', property: 'getRandomValues', message: impure },
];
const processEnv = { name: 'node:process', importNames: ['env'], message: env[0].message };

/** Where reading the environment is right: the one file, and programs that are not the product. */
const readsEnvironment = ['platform/src/runtime/config.ts', '**/testing/**', 'scripts/**', 'app/{e2e,bench,screens}/**', '**/*.spec.ts'];

export default defineConfig([
  globalIgnores([
    '**/dist/**',
    '**/node_modules/**',
    '**/.angular/**',
    '**/coverage/**',
    'data/**',
    'screens/**',
    'connectors/specs/**',
    '**/*.gql.ts',
    'frontend/src/gql/**',
    'schemas/generated/**',
  ]),
  {
    files: ['**/*.{js,mjs,cjs}'],
    extends: [js.configs.recommended],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
      },
    },
  },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs', globals: { module: 'writable', require: 'readonly' } } },
  {
    // Pages served as they are, without a build: code for browsers.
    files: ['connectors/src/**/*.{js,mjs}'],
    rules: { 'no-undef': 'off' },
  },
  {
    files: ['**/*.ts'],
    extends: [js.configs.recommended, tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ['frontend/codegen.ts'] }, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // Ports are objects of functions; none of them uses `this`.
      '@typescript-eslint/unbound-method': 'off',
      // What was caught is thrown on as it came.
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingAny: true, allowThrowingUnknown: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false, properties: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-invalid-void-type': ['error', { allowInGenericTypeArguments: true, allowAsThisParameter: true }],
      // With noUncheckedIndexedAccess `!` states an invariant that the types cannot.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Believes that a flag set by a callback never changes.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // A port's method is async whether this adapter has to wait or not.
      '@typescript-eslint/require-await': 'off',
      // A type parameter used once names the answer of a query: `query<Row>(…)`.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      // `unknown | undefined` tells the reader that undefined has a meaning.
      '@typescript-eslint/no-redundant-type-constituents': 'off',
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      '@typescript-eslint/no-unnecessary-type-conversion': 'off',
      'no-control-regex': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-properties': ['error', ...env],
      'no-restricted-imports': ['error', { paths: [processEnv] }],
    },
  },
  {
    // Deciders, projections, reactions: the same events give the same answer, at any time, on any machine.
    files: ['command-service/src/*/**/*.ts', 'projection-service/src/*/**/*.ts'],
    ignores: ['**/testing/**'],
    rules: {
      'no-restricted-properties': ['error', ...env, ...ambient],
      'no-restricted-imports': [
        'error',
        { paths: [processEnv, { name: 'node:crypto', importNames: ['randomUUID', 'randomBytes', 'randomInt'], message: impure }] },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: impure },
        { selector: 'CallExpression[callee.name="Date"]', message: impure },
      ],
    },
  },
  {
    files: ['**/*.spec.ts', '**/*.contract.ts', '**/testing/**/*.ts', 'app/e2e/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'MemberExpression[object.name=/^(it|test|describe)$/][property.name=/^(only|skip|todo|failing)$/]',
          message: 'Every test runs, always.',
        },
        { selector: 'CallExpression[callee.name=/^(fit|xit|xtest|fdescribe|xdescribe)$/]', message: 'Every test runs, always.' },
        { selector: 'CallExpression[callee.property.name=/^toMatch(Inline)?Snapshot$/]', message: 'A test says what it expects.' },
      ],
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-empty-function': 'off',
    },
  },
  { files: readsEnvironment, rules: { 'no-restricted-properties': 'off', 'no-restricted-imports': 'off' } },
  {
    files: ['frontend/src/**/*.ts'],
    extends: [angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    rules: {
      '@angular-eslint/component-selector': ['error', { type: 'element', prefix: 'mia', style: 'kebab-case' }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // Angular's option bags are declared as classes.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    },
  },
  { files: ['frontend/src/**/*.html'], extends: [angular.configs.templateRecommended, angular.configs.templateAccessibility] },
  {
    files: ['frontend/src/**/*.html'],
    // Rows and options are reached by the keys of their list or by the link inside; axe and the browser tests judge the page.
    rules: { '@angular-eslint/template/click-events-have-key-events': 'off', '@angular-eslint/template/interactive-supports-focus': 'off' },
  },
  prettier,
]);
