import type { ViewFunction } from '@master-ia/platform/kernel/projection.ts';

/** Newest messages looked through first: most searches find their page there. */
const NEWEST = 4_000;
/** More matches than this in the index are a frequent word, for which looking further back in time is cheaper than sorting them. */
const CANDIDATES = 20_000;
const FURTHER = 40_000;

/**
 * `rm.search_messages(words, most, before_at, before_id)`: messages of the reader's company that have all the words (three letters and more: as prefixes), newest first, after the given one
 * (null: from the newest). The newest 4,000 are looked through, then the index is asked, inside the company by its lexeme. What is looked at is bounded: statement time-outs do not fire on the
 * embedded database. Runs as the owner because row-level security switches GIN off; fixes the tenant itself.
 */
export const searchMessages: ViewFunction = {
  signature: 'search_messages(text[], int, timestamptz, uuid)',
  create: (schema) => `
create function rm.search_messages(words text[], most int, before_at timestamptz, before_id uuid)
returns table (message_id uuid, conversation_id uuid, at timestamptz)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set enable_seqscan = off set plan_cache_mode = force_generic_plan as $f$
#variable_conflict use_column
declare
  mine constant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
  wanted int := least(greatest(most, 1), 200);
  edge_at timestamptz := coalesce(before_at, 'infinity');
  edge_id uuid := coalesce(before_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  q tsquery;
  n int;
  ids uuid[];
  conversations uuid[];
  ats timestamptz[];
begin
  if mine is null then return; end if;
  select string_agg('''' || w || '''' || case when length(w) >= 3 then ':*' else '' end, ' & ')::tsquery into q
  from (select translate(x, '''\\', '') as w from unnest(words[1:8]) x) y where w <> '';
  if q is null then return; end if;
  for step in 1 .. 2 loop
    return query
      select d.message_id, d.conversation_id, d.at from (
        select * from ${schema}.message_doc m where m.tenant_id = mine and m.at <= edge_at and (m.at < edge_at or m.message_id > edge_id)
        order by m.at desc, m.message_id limit case step when 1 then ${NEWEST} else ${FURTHER} end
      ) d where d.doc @@ q order by d.at desc, d.message_id limit wanted;
    get diagnostics n = row_count;
    wanted := wanted - n;
    if wanted = 0 then return; end if;
    select d.at, d.message_id into edge_at, edge_id from (
      select m.at, m.message_id from ${schema}.message_doc m where m.tenant_id = mine and m.at <= edge_at and (m.at < edge_at or m.message_id > edge_id)
      order by m.at desc, m.message_id offset case step when 1 then ${NEWEST - 1} else ${FURTHER - 1} end limit 1
    ) d;
    if edge_at is null then return; end if;
    if step = 1 then
      select array_agg(m.message_id), array_agg(m.conversation_id), array_agg(m.at) into ids, conversations, ats from (
        select d.* from ${schema}.message_doc d
        where d.doc @@ (q && ('''#t' || replace(mine::text, '-', '') || '''')::tsquery) and d.at <= edge_at and (d.at < edge_at or d.message_id > edge_id) limit ${CANDIDATES}
      ) m;
      exit when coalesce(cardinality(ids), 0) < ${CANDIDATES};
    end if;
  end loop;
  return query
    select u.i, u.c, u.a from unnest(ids, conversations, ats) u(i, c, a)
    where u.a <= edge_at and (u.a < edge_at or u.i > edge_id) order by u.a desc, u.i limit wanted;
end $f$`,
};
