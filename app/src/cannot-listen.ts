import type { Config } from '@master-ia/platform/runtime/config.ts';

/** The configured address cannot be had: a sentence for who configured it. */
export class CannotListen extends Error {
  override readonly name = 'CannotListen';
}

const WHY: Readonly<Record<string, (port: string, host: string) => string>> = {
  EADDRINUSE: (port, host) => `PORT: another program listens on port ${port} of ${host}; stop it, or choose another port`,
  EACCES: (port) => `PORT: this user may not listen on port ${port}`,
  EADDRNOTAVAIL: (_, host) => `HOST: ${host} is no address of this machine`,
  ENOTFOUND: (_, host) => `HOST: ${host} is not known to this machine`,
};
/** What `listen` threw, in words where the configuration is to blame. */
export const cannotListen = (error: unknown, config: Pick<Config, 'port' | 'host'>): unknown => {
  const why = WHY[(error as { readonly code?: string } | null)?.code ?? ''];
  return why ? new CannotListen(why(String(config.port), config.host), { cause: error }) : error;
};
