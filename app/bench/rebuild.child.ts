import { createSecretKey } from 'node:crypto';
import { openSqlEventStore } from '@master-ia/platform/event-store/sql.ts';
import { openVault } from '@master-ia/platform/key-vault/sql.ts';
import { registry } from '@master-ia/platform/kernel/registry.ts';
import { silent } from '@master-ia/platform/ports/log.ts';
import { openDatabase, type Connection } from '@master-ia/platform/postgres/database.ts';
import { eventDecoder } from '@master-ia/platform/projector/decode.ts';
import { rebuild, type RebuildOptions, type Rebuilt } from '@master-ia/platform/projector/rebuild.ts';
import { standBack } from '@master-ia/platform/runtime/priority.ts';
import { projections } from '@master-ia/projection-service/projections.ts';
import { domains } from '@master-ia/schemas/domains.ts';
import { rebuildBaseline, type BaselineRebuilt } from './baseline/rebuild.ts';
import { answerParent } from './child.ts';

export type RebuildTask = { readonly connection: Connection } & (
  | { readonly of: 'baseline' }
  | {
      readonly of: 'product';
      readonly masterKey: string;
      readonly views: readonly string[];
      readonly options: Pick<RebuildOptions, 'pace' | 'upTo'>;
    }
);
export type RebuildAnswer = BaselineRebuilt | readonly Rebuilt[];

/** The product's rebuild, as `npm run replay` runs it: a process of its own, its keys not yet in memory. */
const rebuildProduct = async (t: Extract<RebuildTask, { of: 'product' }>): Promise<readonly Rebuilt[]> => {
  if (t.options.pace === 'paced') standBack();
  const db = openDatabase({ connection: t.connection, lane: 'rebuild', max: 4, log: silent });
  const store = await openSqlEventStore({ db, log: silent });
  const vault = await openVault({ db, masterKey: createSecretKey(Buffer.from(t.masterKey, 'base64')), maxKeys: 200_000 });
  const known = registry(domains);
  const decoder = eventDecoder({ registry: known, vault: vault.keys, remember: false });
  return rebuild(
    projections.filter((v) => t.views.includes(v.name)),
    { db, store, decoder, registry: known, log: silent },
    t.options,
  );
};
answerParent<RebuildTask, RebuildAnswer>((t) => (t.of === 'baseline' ? rebuildBaseline(t.connection) : rebuildProduct(t)));
