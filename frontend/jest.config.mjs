import presets from 'jest-preset-angular/presets/index.js';

/**
 * Native ES modules, as the other workspaces: run under `--experimental-vm-modules` (Angular ships .mjs only, which that flag never hands to CommonJS).
 * @type {import('jest').Config}
 */
export default {
  ...presets.createEsmPreset(),
  displayName: 'frontend',
  setupFilesAfterEnv: ['<rootDir>/setup-jest.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
};
