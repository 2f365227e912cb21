import type { Engine } from './engine.ts';

/** One line of the report. `limit` is in the figure's own unit; without one the figure is only told. */
export type Figure = {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly limit?: { readonly at: 'least' | 'most'; readonly value: number };
  /** What it was measured beside, how, with what: shown behind the figure. */
  readonly note?: string;
};
export type Setting = {
  readonly engine: Engine;
  /** A few seconds and small data: shows that the bench runs, its figures mean nothing. */
  readonly quick: boolean;
  /** A line about what is being done. */
  readonly say: (line: string) => void;
};
export type Bench = { readonly name: string; readonly what: string; run(s: Setting): Promise<readonly Figure[]> };

export const reached = (f: Figure): boolean | null =>
  f.limit === undefined ? null : f.limit.at === 'least' ? f.value >= f.limit.value : f.value <= f.limit.value;
/** The limit of the engine at hand. */
export const byEngine = <T>(engine: Engine, limits: { readonly embedded: T; readonly postgresql: T }): T => limits[engine.kind];
