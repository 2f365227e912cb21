import { readdirSync, readFileSync } from 'node:fs';

export type ProcessInfo = { readonly pid: number; readonly command: string; readonly residentBytes: number };

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};
/** The parent of a process; 0 when it has ended. The name in `stat` may hold anything, its end is the last parenthesis. */
const parentOf = (pid: number): number => Number(read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ')[1] ?? 0);

/** A process and everything below it, with its resident memory (Linux; empty elsewhere). Pages shared by several processes count in each. */
export const processTree = (root: number): readonly ProcessInfo[] => {
  const parents = new Map<number, number>();
  try {
    for (const name of readdirSync('/proc')) if (/^\d+$/.test(name)) parents.set(Number(name), parentOf(Number(name)));
  } catch {
    return [];
  }
  const below = (pid: number): boolean => {
    for (let at = pid; at > 1; at = parents.get(at) ?? 0) if (at === root) return true;
    return false;
  };
  return [...parents.keys()].filter(below).map((pid) => ({
    pid,
    command: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim(),
    residentBytes: Number(/^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024,
  }));
};
