import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The oldest PostgreSQL that the product supports. */
const OLDEST = 15;

const versioned = (root: string, pattern: RegExp): readonly string[] =>
  existsSync(root)
    ? readdirSync(root)
        .flatMap((name) => {
          const version = Number(pattern.exec(name)?.[1] ?? 0);
          return version >= OLDEST ? [{ version, bin: join(root, name, 'bin') }] : [];
        })
        .sort((a, b) => b.version - a.version)
        .map((v) => v.bin)
    : [];

/** The folder of `initdb` and `pg_ctl` of a PostgreSQL on this machine (Debian, Red Hat, Homebrew, PATH), or null. */
export const findPostgres = (): string | null =>
  [
    ...versioned('/usr/lib/postgresql', /^(\d+)$/),
    ...versioned('/usr', /^pgsql-(\d+)$/),
    ...versioned('/opt/homebrew/opt', /^postgresql@(\d+)$/),
    ...versioned('/usr/local/opt', /^postgresql@(\d+)$/),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ].find((bin) => bin !== '' && existsSync(join(bin, 'initdb')) && existsSync(join(bin, 'pg_ctl'))) ?? null;
