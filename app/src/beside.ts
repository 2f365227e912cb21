import { readConfig, publicUrl, type Config } from '@master-ia/platform/runtime/config.ts';
import { systemClock } from '@master-ia/platform/runtime/clock.ts';
import { systemIds } from '@master-ia/platform/runtime/ids.ts';
import { openLifecycle } from '@master-ia/platform/runtime/lifecycle.ts';
import { openLog } from '@master-ia/platform/runtime/log.ts';
import { openDatabase } from '@master-ia/platform/postgres/database.ts';
import { openSqlEventStore } from '@master-ia/platform/event-store/sql.ts';
import { openVault } from '@master-ia/platform/key-vault/sql.ts';
import { eventOpener } from '@master-ia/platform/kernel/events.ts';
import { sqlFactStore } from '@master-ia/platform/kernel/fact-store.ts';
import { registry } from '@master-ia/platform/kernel/registry.ts';
import type { Commands } from '@master-ia/platform/ports/commands.ts';
import { domains } from '@master-ia/schemas/domains.ts';
import { controlCommands, runningProduct } from './control.ts';
import { takeDataDirectory } from './data-directory-lock.ts';
import { openEngines } from './engines.ts';
import { startServices } from './services.ts';

/** What a program beside the product works with: the running product's engines and commands, or its own when nothing runs. */
export type Beside = {
  readonly config: Config;
  readonly commands: Commands;
  readonly store: Awaited<ReturnType<typeof openSqlEventStore>>;
  readonly vault: Pick<Awaited<ReturnType<typeof openVault>>, 'keys' | 'raw'>;
  readonly opener: ReturnType<typeof eventOpener>;
  readonly facts: Pick<ReturnType<typeof sqlFactStore>, 'one'>;
  readonly publicUrl: string;
};

/** Runs a program beside the product. With nothing running, command-service and projections run here meanwhile; providers are not reached. */
export const beside = async (program: (b: Beside) => Promise<void>): Promise<void> => {
  const config = readConfig();
  const log = openLog({ level: 'warn', name: 'beside' });
  const life = openLifecycle({ log });
  try {
    const running = await runningProduct(config.dataDir);
    if (running) {
      const db = await life.start(
        'database',
        () => openDatabase({ connection: running.pg, lane: 'queue', max: 4, log }),
        (d) => d.close(),
      );
      const store = await life.start(
        'store',
        () => openSqlEventStore({ db, log }),
        (s) => s.close(),
      );
      const vault = await life.start(
        'vault',
        () => openVault({ db, masterKey: config.masterKey }),
        (v) => v.close(),
      );
      await program({
        config,
        commands: controlCommands(running),
        store,
        vault,
        opener: eventOpener(registry(domains), vault.keys),
        facts: sqlFactStore(db),
        publicUrl: running.publicUrl,
      });
    } else {
      await takeDataDirectory(config.dataDir);
      const engines = await openEngines({ config, life, log, clock: systemClock, ids: systemIds });
      const services = await startServices({
        engines,
        life,
        log,
        clock: systemClock,
        ids: systemIds,
        graph: { url: config.providerUrls.metaGraph, version: config.metaGraphVersion },
        simulatorUrl: null,
        simulatedAllowed: config.demo,
        callbackUrl: (channelId) => `${publicUrl(config)}/webhooks/whatsapp/${channelId}`,
      });
      await program({
        config,
        commands: services.commands,
        store: engines.store,
        vault: { keys: engines.vault, raw: engines.raw },
        opener: services.opener,
        facts: services.facts,
        publicUrl: publicUrl(config),
      });
    }
  } finally {
    await life.stop('done');
  }
};
/** Ends with one line on what went wrong. */
export const runBeside = async (program: (b: Beside) => Promise<void>): Promise<void> => {
  try {
    await beside(program);
    process.exit(process.exitCode ?? 0);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
};
