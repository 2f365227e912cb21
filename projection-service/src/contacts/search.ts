import type { ViewFunction } from '@master-ia/platform/kernel/projection.ts';

/** Matches looked at before they are sorted: what bounds a search on the embedded database, where statement time-outs do not fire. */
const CANDIDATES = 5_000;

/**
 * `rm.search_contacts(words, digits, most, after_name, after_id)`: contacts of the reader's company whose names have all the words (three letters and more: as prefixes), or one of whose numbers
 * begins or ends with the digits (three and more), by (sort_name, contact_id) after the given one. Runs as the owner because row-level security switches GIN off; fixes the tenant itself.
 */
export const searchContacts: ViewFunction = {
  signature: 'search_contacts(text[], text, int, text, uuid)',
  create: (schema) => `
create function rm.search_contacts(words text[], digits text, most int, after_name text, after_id uuid)
returns table (contact_id uuid, sort_name text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set enable_seqscan = off as $f$
#variable_conflict use_column
declare
  mine constant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
  own tsquery;
  by_name tsquery;
  by_phone tsquery;
begin
  if mine is null then return; end if;
  own := ('''#t' || replace(mine::text, '-', '') || '''')::tsquery;
  select string_agg('''' || w || '''' || case when length(w) >= 3 then ':*' else '' end, ' & ')::tsquery into by_name
  from (select translate(x, '''\\', '') as w from unnest(words[1:8]) x) y where w <> '';
  if digits ~ '^[0-9]{3,20}$' then
    by_phone := ('p' || digits || ':* | q' || reverse(digits) || ':*')::tsquery;
  end if;
  if by_name is null and by_phone is null then return; end if;
  return query
    select c.contact_id, c.sort_name
    from (
      select d.contact_id from ${schema}.contact_doc d
      where d.doc @@ (own && coalesce(by_name || by_phone, by_name, by_phone)) limit ${CANDIDATES}
    ) d join ${schema}.contact c on c.tenant_id = mine and c.contact_id = d.contact_id
    where after_name is null or (c.sort_name, c.contact_id) > (after_name, after_id)
    order by c.sort_name, c.contact_id limit least(greatest(most, 1), 1000);
end $f$`,
};
