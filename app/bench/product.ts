import { createSecretKey, randomBytes } from 'node:crypto';
import { silent } from '@master-ia/platform/ports/log.ts';
import { systemClock } from '@master-ia/platform/runtime/clock.ts';
import { systemIds } from '@master-ia/platform/runtime/ids.ts';
import { openLifecycle } from '@master-ia/platform/runtime/lifecycle.ts';
import { openEngines, type Engines } from '../src/engines.ts';
import type { Engine } from './engine.ts';

/** The product's engines on an empty place, opened as the product opens them. */
export const openProduct = async (engine: Engine) => {
  const place = await engine.place();
  const life = openLifecycle({ log: silent });
  const masterKey = createSecretKey(randomBytes(32));
  const engines: Engines = await openEngines({
    config: { dataDir: place.dataDir, databaseUrl: place.databaseUrl, masterKey },
    life,
    log: silent,
    clock: systemClock,
    ids: systemIds,
  });
  return {
    place,
    life,
    engines,
    masterKey,
    close: async (): Promise<void> => {
      await life.stop('the bench is over');
      await place.remove();
    },
  };
};
export type Product = Awaited<ReturnType<typeof openProduct>>;
/** Opens the engines for one measurement and leaves nothing behind. */
export const withProduct = async <T>(engine: Engine, measure: (p: Product) => Promise<T>): Promise<T> => {
  const product = await openProduct(engine);
  try {
    return await measure(product);
  } finally {
    await product.close();
  }
};
