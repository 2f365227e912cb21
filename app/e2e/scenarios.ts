import { configuration, ctrlC, secondStart } from './starting.e2e.ts';
import type { Scenario } from './stage.ts';

/** In the order in which they are played. */
export const scenarios: readonly Scenario[] = [configuration, secondStart, ctrlC];
