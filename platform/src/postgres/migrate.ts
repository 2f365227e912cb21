import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Log } from '../ports/log.ts';
import type { Database } from '../ports/sql.ts';
import { DatabaseIsNewer, codeOf } from './errors.ts';

/** A file `NNNN-name.sql`: forward only, run once, in one transaction; never changed after its release. */
export type Migration = { readonly number: number; readonly name: string; readonly sql: string };

const FILE = /^(\d{4})-([a-z0-9-]+)\.sql$/;
export const MIGRATIONS = fileURLToPath(new URL('../migrations/', import.meta.url));

/** The migrations of a folder in order. Throws on a misnamed file and on a number given twice. */
export const readMigrations = async (folder: string = MIGRATIONS): Promise<readonly Migration[]> => {
  const found = new Map<number, Migration>();
  for (const file of (await readdir(folder)).filter((f) => f.endsWith('.sql')).sort()) {
    const [, number, name] = FILE.exec(file) ?? [];
    if (!number || !name || Number(number) === 0) throw new Error(`migration ${file} is not named NNNN-name.sql`);
    const twice = found.get(Number(number));
    if (twice) throw new Error(`migration ${number} is there twice: ${twice.name} and ${name}`);
    found.set(Number(number), { number: Number(number), name, sql: await readFile(`${folder}/${file}`, 'utf8') });
  }
  return [...found.values()];
};

/** Row 0 is the lock: on the embedded database, which is one session, an advisory lock of the session would exclude nobody. */
const LEDGER = `
  create schema if not exists work;
  create table if not exists work.migration (number int primary key, name text not null, at timestamptz not null default now());
  insert into work.migration (number, name) values (0, 'lock') on conflict do nothing;
`;
/** `create … if not exists` of two processes at once can fail in one of them. */
const RACE = new Set(['23505', '42P06', '42P07', '40001', '40P01']);

const makeLedger = async (db: Database): Promise<void> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return void (await db.query(LEDGER));
    } catch (e) {
      if (attempt === 5 || !RACE.has(codeOf(e) ?? '')) throw e;
    }
  }
};

/** Brings `work`, `vault` and `log` up to this program's version; processes that start at once wait for each other. Throws {@link DatabaseIsNewer}. Answers the names of what ran. */
export const migrate = async (
  db: Database,
  o: { readonly log: Log; readonly migrations?: readonly Migration[] },
): Promise<readonly string[]> => {
  const migrations = o.migrations ?? (await readMigrations());
  const newest = migrations.at(-1)?.number ?? 0;
  await makeLedger(db);
  const ran: string[] = [];
  for (const m of migrations) {
    const done = await db.tx(async (q) => {
      await q.query('select 1 from work.migration where number = 0 for update');
      const known = await q.query<{ number: number }>('select number from work.migration where number = $1 or number > $2', [
        m.number,
        newest,
      ]);
      const newer = known.rows.find((r) => r.number > newest);
      if (newer)
        throw new DatabaseIsNewer(
          `the database is at migration ${newer.number}, this program knows up to ${newest}: run the newer version`,
        );
      if (known.rows.length > 0) return false;
      await q.query(m.sql);
      await q.query('insert into work.migration (number, name) values ($1, $2)', [m.number, m.name]);
      return true;
    });
    if (!done) continue;
    ran.push(m.name);
    // Not as `name`, which is the program's on every line.
    o.log.info({ migration: m.name, number: m.number }, 'migrated');
  }
  return ran;
};
