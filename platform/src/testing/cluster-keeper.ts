import { execFile } from 'node:child_process';
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

// A process of its own: node cluster-keeper.ts DIRECTORY BIN OWNER [durable]. Makes a throwaway PostgreSQL cluster, keeps it while the owner lives (kill -9 of the
// owner included) or until SIGTERM, then stops and removes it. `durable`: stock settings, for measurements; otherwise nothing is synced.
const [dir, bin, owner, durable] = process.argv.slice(2) as [string, string, string, string | undefined];
const run = promisify(execFile);
const data = join(dir, 'data');
// PostgreSQL refuses to run as root.
const asRoot = process.getuid?.() === 0;
const id = async (flag: string): Promise<number> => Number((await run('id', [flag, 'postgres'])).stdout);
const as = asRoot ? { uid: await id('-u'), gid: await id('-g') } : {};
const pg = (program: string, ...args: string[]) => run(join(bin, program), args, { ...as, cwd: dir });

const tell = async (name: string, text: string): Promise<void> => {
  await writeFile(join(dir, `${name}.part`), text);
  await rename(join(dir, `${name}.part`), join(dir, name));
};
const ownerLives = (): boolean => {
  try {
    process.kill(Number(owner), 0);
    return true;
  } catch {
    return false;
  }
};
const end = async (code: number): Promise<never> => {
  await pg('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop').catch(() => undefined);
  await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  process.exit(code);
};

await mkdir(dir, { recursive: true });
if (as.uid !== undefined) await chown(dir, as.uid, as.gid);
process.on('SIGTERM', () => void end(0));
try {
  const locale = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';
  await pg('initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', `--locale=${locale}`, '--no-sync', '--no-instructions');
  const settings = [
    'listen_addresses=',
    `unix_socket_directories=${dir}`,
    ...(durable === undefined ? ['fsync=off', 'shared_buffers=64MB'] : []),
    'max_connections=200',
    'TimeZone=UTC',
  ];
  await pg('pg_ctl', '-D', data, '-l', join(dir, 'log'), '-w', '-o', settings.map((s) => `-c '${s}'`).join(' '), 'start');
  await tell('ready', JSON.stringify({ host: dir, port: 5432, user: 'postgres', database: 'postgres' }));
} catch (e) {
  await tell('failed', String(e));
}
setInterval(() => {
  if (!ownerLives()) void end(0);
}, 500);
