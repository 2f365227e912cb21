/** The role under which tenants' rows are read: owns nothing, cannot log in. Made by migration 0001. */
export const APP_ROLE = 'mia_app';
/** The setting that names the tenant of a transaction. A "local" setting that has ended reads '' afterwards, not null: both see no row. */
const TENANT = `(select nullif(current_setting('app.tenant', true), '')::uuid)`;

/** Statements that let {@link APP_ROLE} see and write only its tenant's rows of a table (`schema.table`) that has `tenant_id uuid`. */
export const tenantPolicy = (table: string): string =>
  `alter table ${table} enable row level security;
   create policy tenant on ${table} to ${APP_ROLE} using (tenant_id = ${TENANT}) with check (tenant_id = ${TENANT});
   grant select, insert, update, delete on ${table} to ${APP_ROLE};`;
/** Lets {@link APP_ROLE} name the tables of a schema. */
export const schemaGrant = (schema: string): string => `grant usage on schema ${schema} to ${APP_ROLE};`;
