export default {
  projects: [
    {
      displayName: 'node',
      rootDir: '.',
      roots: ['<rootDir>/schemas', '<rootDir>/platform', '<rootDir>/command-service', '<rootDir>/projection-service', '<rootDir>/query-gateway', '<rootDir>/connectors', '<rootDir>/app', '<rootDir>/scripts'],
      testMatch: ['**/*.spec.ts'],
      testEnvironment: 'node',
      extensionsToTreatAsEsm: ['.ts'],
      transform: { '\\.ts$': '<rootDir>/scripts/strip-types.cjs' },
    },
  ],
};
