import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = import.meta.dirname;
const has = (path) => existsSync(join(root, path));
const setup = 'platform/src/testing/jest-global-setup.ts';
const teardown = 'platform/src/testing/jest-global-teardown.ts';

export default {
  projects: [
    {
      displayName: 'node',
      rootDir: root,
      roots: ['schemas', 'platform', 'command-service', 'projection-service', 'query-gateway', 'connectors', 'app', 'scripts'].map(
        (f) => `<rootDir>/${f}`,
      ),
      testMatch: ['**/*.spec.ts'],
      testEnvironment: 'node',
      extensionsToTreatAsEsm: ['.ts'],
      transform: { '\\.ts$': '<rootDir>/scripts/strip-types.cjs' },
      ...(has(setup) ? { globalSetup: `<rootDir>/${setup}` } : {}),
      ...(has(teardown) ? { globalTeardown: `<rootDir>/${teardown}` } : {}),
    },
    ...(has('frontend/jest.config.mjs') ? ['<rootDir>/frontend'] : []),
  ],
};
