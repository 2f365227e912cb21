import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { createRequire } from 'node:module';

const GIB = 1024 ** 3;
const require = createRequire(import.meta.url);
/** The version in a package's own package.json, whether it exports that file or not. */
const versionOf = (name: string): string => {
  for (const folder of require.resolve.paths(name) ?? []) {
    try {
      return (JSON.parse(readFileSync(`${folder}/${name}/package.json`, 'utf8')) as { version: string }).version;
    } catch {
      // Not in this folder.
    }
  }
  return 'unknown';
};

/** The machine and the programs that a figure depends on, one line each. */
export const machine = (): readonly string[] => {
  const cores = cpus();
  return [
    `${cores[0]?.model.trim() ?? 'unknown processor'}, ${cores.length} cores, ${Math.round(totalmem() / GIB)} GiB, ${type()} ${release()}`,
    `Node ${process.versions.node}, pg ${versionOf('pg')}, PGlite ${versionOf('@electric-sql/pglite')}`,
  ];
};
/** Load average of the last minute: how busy the machine was, what is measured included. */
export const load = (): string => (loadavg()[0] ?? 0).toFixed(1);
