import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { DataDirectoryInUse } from '@master-ia/platform/embedded-postgres/start.ts';
import { WrongMasterKey } from '@master-ia/platform/key-vault/company-keys.ts';
import { DatabaseIsNewer } from '@master-ia/platform/postgres/errors.ts';
import { InvalidConfiguration, isLoopback, ownUrl, publicUrl, readConfig, type Config } from '@master-ia/platform/runtime/config.ts';
import { systemClock } from '@master-ia/platform/runtime/clock.ts';
import { systemIds } from '@master-ia/platform/runtime/ids.ts';
import { openLifecycle, stopWithProcess } from '@master-ia/platform/runtime/lifecycle.ts';
import { openLog } from '@master-ia/platform/runtime/log.ts';
import { openMetrics } from '@master-ia/platform/runtime/metrics.ts';
import { startSimulatorProcess } from '@master-ia/connectors/whatsapp/simulator/process.ts';
import type { ConsoleBuild } from '@master-ia/query-gateway/http/console-pages.ts';
import { createGateway } from '@master-ia/query-gateway/service.ts';
import { buildConsoleIfStale } from '../../scripts/build-console.ts';
import { CannotListen, cannotListen } from './cannot-listen.ts';
import { openControl } from './control.ts';
import { takeDataDirectory } from './data-directory-lock.ts';
import { makeDemoWorkspace } from './demo/workspace.ts';
import { openEngines } from './engines.ts';
import { entryLink, makeConfiguredOwner, makeDefaultOwner, type Owner } from './first-owner.ts';
import { passwords, startServices } from './services.ts';

const CONSOLE = fileURLToPath(new URL('../../frontend/dist/frontend/browser', import.meta.url));
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The whole product in one process tree. */
const start = async (config: Config): Promise<void> => {
  const log = openLog({ level: config.logLevel, name: 'master-ia' });
  const life = openLifecycle({ log });
  stopWithProcess(life, log);
  const clock = systemClock;
  const ids = systemIds;
  try {
    await takeDataDirectory(config.dataDir);
    const built = buildConsoleIfStale({ log: (line) => log.info({ console: line }, 'console'), signal: life.signal });
    let console: ConsoleBuild = { building: true };
    void built.then((b) => (console = b.ok ? { dir: CONSOLE } : { failed: b.why }));
    const engines = await openEngines({ config, life, log, clock, ids });
    const simulator = config.demo
      ? life.start(
          'simulator',
          () =>
            startSimulatorProcess({ dir: join(config.dataDir, 'simulator'), log: (line) => log.info({ simulator: line }, 'simulator') }),
          (p) => p.stop(),
        )
      : null;
    const simulatorUrl = (await simulator)?.url ?? null;
    let port = config.port;
    const callbackUrl = (channelId: string, simulated: boolean): string =>
      `${simulated ? ownUrl(config, port) : publicUrl(config, port)}/webhooks/whatsapp/${channelId}`;
    const empty = (await engines.store.head()) === '0'.repeat(20);
    const services = await startServices({
      engines,
      life,
      log,
      clock,
      ids,
      graph: { url: config.providerUrls.metaGraph, version: config.metaGraphVersion },
      simulatorUrl,
      simulatedAllowed: config.demo,
      callbackUrl,
    });
    let owner: Owner | undefined;
    if (config.admin && empty) owner = await makeConfiguredOwner(services.commands, ids, config.admin);
    if (simulatorUrl !== null) {
      const demo = await makeDemoWorkspace({ dataDir: config.dataDir, simulatorUrl, services, engines, ids, log, now: clock.now() });
      owner ??= demo;
    }
    if (engines.embedded) owner ??= await makeDefaultOwner(services.commands, ids);

    const system = async () => {
      const [head, work] = await Promise.all([engines.store.head(), engines.queue.perTenant()]);
      const database = await engines.queryDb.query('select 1').then(
        () => true,
        () => false,
      );
      return {
        engines: [{ name: 'database', kind: engines.kind, ok: database }],
        head,
        work,
      };
    };
    const gateway = createGateway({
      config: {
        publicUrl: () => publicUrl(config, port),
        demo: config.demo,
        simulatorUrl,
        metricsToken: config.metricsToken,
        secureCookies: publicUrl(config, port).startsWith('https:'),
      },
      callbackUrl,
      readDb: engines.readDb,
      db: engines.queryDb,
      store: engines.store,
      commands: services.commands,
      vault: engines.vault,
      secrets: engines.secrets,
      media: engines.media,
      pubSub: engines.pubSub,
      cache: engines.cache,
      limit: engines.limit,
      clock,
      ids,
      log,
      metrics: openMetrics({ process: true }),
      views: services.projection,
      system,
      passwords,
      console: () => console,
      webhooks: services.connectors.router,
    });
    const listening = await life.start(
      'gateway',
      () =>
        gateway.listen(config.port, config.host).catch((error: unknown) => {
          throw cannotListen(error, config);
        }),
      () => gateway.close(),
    );
    port = listening.port;
    await services.startConnectors();
    await life.start(
      'control',
      () =>
        openControl({
          dataDir: config.dataDir,
          commands: services.commands,
          ids,
          pg: engines.connection,
          publicUrl: () => publicUrl(config, port),
        }),
      (c) => c.close(),
    );
    if (simulatorUrl !== null && !isLoopback(config))
      say(
        `  WARNING: the demo is open to whoever reaches ${config.host}: its phone and its test credentials ask for no sign-in. DEMO=off leaves it out.`,
      );
    // API and webhooks are up; what is said is for people, who want the console.
    const { ok } = await built;
    if (life.signal.aborted) return;
    say('');
    say(`  Master IA is running: ${publicUrl(config, port)}`);
    if (engines.embedded && owner)
      say(`  Sign in (one use):    ${await entryLink(services.commands, ids, owner, publicUrl(config, port))}`);
    if (simulatorUrl !== null) say(`  A customer's phone:   ${publicUrl(config, port)}/simulator/`);
    if (!ok) say('  The console could not be built; API and webhooks work. Its page says why.');
    say('');
  } catch (error) {
    await life.stop('the start failed');
    throw error;
  }
};

const known = (error: unknown): boolean =>
  error instanceof DataDirectoryInUse ||
  error instanceof WrongMasterKey ||
  error instanceof DatabaseIsNewer ||
  error instanceof CannotListen;
try {
  await start(readConfig());
} catch (error) {
  if (error instanceof InvalidConfiguration) {
    for (const line of error.lines) process.stderr.write(`${line}\n`);
  } else process.stderr.write(`${known(error) ? (error as Error).message : String((error as Error).stack ?? error)}\n`);
  process.exit(1);
}
