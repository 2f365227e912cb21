import type { TestEngine } from './postgres.ts';

export const embeddedEngine = null as TestEngine | null;
