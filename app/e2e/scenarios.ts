import { accessibility } from './accessibility.e2e.ts';
import { connectNumber } from './connect.e2e.ts';
import { crash, unknownSend } from './crash.e2e.ts';
import { firstLight } from './first-light.e2e.ts';
import { metaExamples } from './meta-examples.e2e.ts';
import { expiredWindow, operators } from './operators.e2e.ts';
import { readme } from './readme.e2e.ts';
import { replay } from './replay.e2e.ts';
import type { Scenario } from './stage.ts';
import { configuration, ctrlC, secondStart } from './starting.e2e.ts';

/** In the order in which they are played. */
export const scenarios: readonly Scenario[] = [
  firstLight,
  connectNumber,
  operators,
  expiredWindow,
  crash,
  unknownSend,
  metaExamples,
  replay,
  readme,
  accessibility,
  configuration,
  secondStart,
  ctrlC,
];
