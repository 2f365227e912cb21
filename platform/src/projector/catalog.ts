import { createHash } from 'node:crypto';
import type { AnyTable, View } from '../kernel/projection.ts';
import type { Database, Sql } from '../ports/sql.ts';

/** The role that reads rows for a tenant, and the setting that names the tenant: migration 0001 and `ReadModelDb`. */
const READER = 'mia_app';
/** What migrations 0001 and 0005 make for readers, once more: a backup has neither roles nor what is made again from the log. Roles belong to the cluster: two databases may make it at once. */
const READERS = `
  do $$
  begin
    if not exists (select 1 from pg_roles where rolname = '${READER}') then create role ${READER} nologin; end if;
  exception when duplicate_object or unique_violation then null;
  end $$;
  do $$
  begin
    if not pg_has_role(current_user, '${READER}', 'member') then execute format('grant ${READER} to %I', current_user); end if;
  end $$;
  create schema if not exists rm;
  grant usage on schema rm to ${READER};`;
const TENANT = `(select nullif(current_setting('app.tenant', true), '')::uuid)`;

export type Version = { readonly view: string; readonly version: number; readonly schema: string; readonly definition: string };
export type StoredVersion = Version & { readonly state: 'building' | 'live' | 'retired' };
export type PartitionProgress = { readonly partition: string; readonly position: string; readonly cursor: string; readonly held: boolean };

/** The view's version (which stands for its folds), and a fingerprint of what can be seen of its rows' shape. */
export const definitionOf = (view: View): string =>
  `${view.version}.${createHash('sha256')
    .update(
      JSON.stringify([
        view.version,
        view.tables.map((t) => [t.name, t.key, Object.entries(t.columns), t.indexes]),
        view.derived.map((d) => [d.from, d.to]),
        Object.entries(view.alsoVisible),
        view.functions.map((f) => [f.signature, f.create('$schema')]),
      ]),
    )
    .digest('hex')
    .slice(0, 16)}`;
/** Whether a stored definition was made by a later version of the view than this program's: never to be replaced by it. */
export const isNewer = (definition: string, view: View): boolean => Number.parseInt(definition, 10) > view.version;

const createTable = (schema: string, table: AnyTable): string =>
  `create table ${schema}.${table.name} (tenant_id uuid not null, ${Object.entries(table.columns)
    .map(([c, type]) => `${c} ${type}`)
    .join(', ')}, last_position text collate "C" not null, primary key (tenant_id, ${table.key.join(', ')}));`;
const openToReaders = (schema: string, table: AnyTable, alsoVisible: string | undefined): string => {
  const name = `${schema}.${table.name}`;
  const own = `tenant_id = ${TENANT}`;
  const visible = alsoVisible === undefined ? own : `${own} or ${alsoVisible.replaceAll('$schema', schema).replaceAll('$tenant', TENANT)}`;
  return `alter table ${name} enable row level security; create policy reader on ${name} for select to ${READER} using (${visible}); grant select on ${name} to ${READER};`;
};
/** Makes the tables of a version (dropping what a killed build left), without secondary indexes. Not the first statement of a transaction. */
export const createTables = async (q: Sql, view: View, schema: string): Promise<void> => {
  await q.query(`drop schema if exists ${schema} cascade; create schema ${schema}; grant usage on schema ${schema} to ${READER};
    ${view.tables.map((t) => createTable(schema, t)).join('\n')}
    ${view.tables.map((t) => openToReaders(schema, t, view.alsoVisible[t.name])).join('\n')}`);
};
/** One statement per secondary index; named, as names that the server chooses collide when several are made at once. */
export const indexesOf = (view: View, schema: string): readonly string[] =>
  view.tables.flatMap((t) => t.indexes.map((i, n) => `create index ${t.name}_${n + 1} on ${schema}.${t.name} ${i}`));

/** Points what readers use, the views and functions of schema `rm`, to a version. */
export const publish = async (q: Sql, view: View, schema: string): Promise<void> => {
  const views = view.tables.map(
    (t) => `
      drop view if exists rm.${t.name};
      create view rm.${t.name} with (security_invoker = true) as select tenant_id, ${Object.keys(t.columns).join(', ')}, last_position from ${schema}.${t.name};
      grant select on rm.${t.name} to ${READER};`,
  );
  const functions = view.functions.map(
    (f) => `
      drop function if exists rm.${f.signature};
      ${f.create(schema)};
      revoke all on function rm.${f.signature} from public;
      grant execute on function rm.${f.signature} to ${READER};`,
  );
  await q.query([...views, ...functions].join('\n'));
};

type ViewRow = { name: string; version: number; schema: string; state: StoredVersion['state']; definition: string };
const COLUMNS = 'name, version, schema, state, definition';
const versionOf = (r: ViewRow): StoredVersion => ({
  view: r.name,
  version: r.version,
  schema: r.schema,
  state: r.state,
  definition: r.definition,
});

/** Every version that the database knows, oldest first. */
export const versions = async (q: Sql, view?: string): Promise<readonly StoredVersion[]> =>
  (
    await q.query<ViewRow>(`select ${COLUMNS} from work.view where $1::text is null or name = $1 order by name, version`, [view ?? null])
  ).rows.map(versionOf);
export const liveVersion = async (q: Sql, view: string): Promise<StoredVersion | undefined> => {
  const { rows } = await q.query<ViewRow>(`select ${COLUMNS} from work.view where name = $1 and state = 'live'`, [view]);
  return rows[0] && versionOf(rows[0]);
};
export const progressOf = async (q: Sql, view: string, version: number): Promise<readonly PartitionProgress[]> =>
  (
    await q.query<PartitionProgress>(
      `select partition, position, cursor, coalesce(held_until > clock_timestamp(), false) as held from work.view_progress where view = $1 and version = $2 order by partition`,
      [view, version],
    )
  ).rows;

/** Takes the next version number of a view for a build; versions that a killed build left are dropped. Only inside a transaction: it locks the catalogue. */
export const nextVersion = async (q: Sql, view: View, state: 'building' | 'live'): Promise<Version> => {
  await q.query('lock table work.view in share row exclusive mode');
  const known = await versions(q, view.name);
  for (const v of known.filter((x) => x.state === 'building')) await dropVersion(q, v);
  const version = Math.max(0, ...known.filter((v) => v.state !== 'building').map((v) => v.version)) + 1;
  const made: Version = { view: view.name, version, schema: `rm_${view.name}_v${version}`, definition: definitionOf(view) };
  await q.query(
    "insert into work.view (name, version, schema, state, definition, live_at) values ($1, $2, $3, $4, $5, case when $4 = 'live' then now() end)",
    [made.view, made.version, made.schema, state, made.definition],
  );
  return made;
};
export const dropVersion = async (q: Sql, v: Version): Promise<void> => {
  await q.query(`drop schema if exists ${v.schema} cascade`);
  await q.query('delete from work.view where name = $1 and version = $2', [v.view, v.version]);
};

/** Of names of tables, views and functions those that are not there, or not open to readers. */
const closedToReaders = async (q: Sql, names: readonly string[]): Promise<readonly string[]> =>
  (
    await q.query<{ name: string }>(
      `select w.name from unnest($1::text[]) w(name) left join pg_roles r on r.rolname = '${READER}'
       where not coalesce(
         case when w.name like '%(%' then has_function_privilege(r.oid, to_regprocedure(w.name)::oid, 'execute')
         else has_table_privilege(r.oid, to_regclass(w.name)::oid, 'select') end, false)`,
      [names],
    )
  ).rows.map((r) => r.name);
/** What is missing of live versions that this program's definition made: of their own tables, and of what readers use. Of a version that another definition made only its schema is known. */
export const missingOf = async (
  q: Sql,
  live: readonly { readonly view: View; readonly version: Version }[],
): Promise<readonly { readonly view: string; readonly tables: boolean; readonly readers: boolean }[]> => {
  const own = live.filter((l) => l.version.definition === definitionOf(l.view));
  const tablesOf = (l: (typeof live)[number]): readonly string[] => l.view.tables.map((t) => `${l.version.schema}.${t.name}`);
  const readersOf = (l: (typeof live)[number]): readonly string[] => [
    ...l.view.tables.map((t) => `rm.${t.name}`),
    ...l.view.functions.map((f) => `rm.${f.signature}`),
  ];
  const closed = new Set(
    await closedToReaders(
      q,
      own.flatMap((l) => [...tablesOf(l), ...readersOf(l)]),
    ),
  );
  const { rows } = await q.query<{ schema: string }>('select nspname as schema from pg_namespace where nspname = any($1::text[])', [
    live.map((l) => l.version.schema),
  ]);
  return live.map((l) => ({
    view: l.view.name,
    tables: !rows.some((r) => r.schema === l.version.schema) || (own.includes(l) && tablesOf(l).some((n) => closed.has(n))),
    readers: own.includes(l) && readersOf(l).some((n) => closed.has(n)),
  }));
};

/**
 * The live version. On a database that has none, an empty first one is made; so it is when the tables of the one that is written down are gone, as in a restored backup,
 * which does not hold what is made again from the log.
 */
export const ensureLive = async (db: Database, view: View): Promise<StoredVersion> => {
  const whole = async (q: Sql): Promise<StoredVersion | undefined> => {
    const version = await liveVersion(q, view.name);
    const [missing] = version ? await missingOf(q, [{ view, version }]) : [];
    return missing && !missing.tables && !missing.readers ? version : undefined;
  };
  const live = await whole(db);
  if (live) return live;
  return db.tx(async (q) => {
    await q.query('lock table work.view in share row exclusive mode');
    const other = await whole(q);
    if (other) return other;
    await q.query(READERS);
    const broken = await liveVersion(q, view.name);
    if (broken) {
      const [missing] = await missingOf(q, [{ view, version: broken }]);
      if (!missing?.tables) {
        await publish(q, view, broken.schema);
        return broken;
      }
      await dropVersion(q, broken);
    }
    const made = await nextVersion(q, view, 'live');
    await createTables(q, view, made.schema);
    for (const index of indexesOf(view, made.schema)) await q.query(index);
    await publish(q, view, made.schema);
    return { ...made, state: 'live' };
  });
};
/** A partition's progress in a version; begun at the origin when there is none. */
export const ensureProgress = async (q: Sql, v: Version, partition: string): Promise<PartitionProgress> => {
  await q.query(
    `insert into work.view_progress (view, version, partition, position, cursor) values ($1, $2, $3, '', 'start') on conflict do nothing`,
    [v.view, v.version, partition],
  );
  return (await progressOf(q, v.view, v.version)).find((p) => p.partition === partition)!;
};
