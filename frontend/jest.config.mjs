import presets from 'jest-preset-angular/presets/index.js';

// Packages that ship ESM as .js (not .mjs) are compiled for Jest's CommonJS runtime.
const esm = ['@jsverse/'].join('|');

/** @type {import('jest').Config} */
export default {
  ...presets.createCjsPreset(),
  displayName: 'frontend',
  transformIgnorePatterns: [`node_modules/(?!(.*\\.mjs$|(${esm})|@angular/common/locales/.*\\.js$))`],
  setupFilesAfterEnv: ['<rootDir>/setup-jest.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
};
