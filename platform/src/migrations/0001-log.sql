-- Rows of read models are read under this role. Roles belong to the cluster: two databases may make it at once.
do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'mia_app') then
    create role mia_app nologin;
  end if;
exception when duplicate_object or unique_violation then null;
end $$;
do $$
begin
  if not pg_has_role(current_user, 'mia_app', 'member') then
    execute format('grant mia_app to %I', current_user);
  end if;
end $$;

create schema log;

-- One row: the identity of this log and the position of its last event. Its row lock puts the appends of all processes in one order.
create table log.store (
  one boolean primary key default true check (one),
  store_id uuid not null default gen_random_uuid(),
  position bigint not null default 0
);
insert into log.store default values;

-- payload and metadata are json, not jsonb: kept byte for byte, key order and \u0000 included.
create table log.event (
  position bigint primary key,
  stream text collate "C" not null,
  revision int not null,
  id uuid not null,
  tenant uuid not null,
  domain text collate "C" not null,
  type text collate "C" not null,
  version int not null,
  key text collate "C" not null,
  at timestamptz(3) not null,
  payload json not null,
  metadata json not null,
  unique (stream, revision)
);

-- Appends a flush: one item per stream and expected revision (-1: the stream must not exist), `counts` telling how many of the event columns belong to it.
-- Every parameter is one list, joined by U+001F, which neither a name nor JSON can hold: half the cost of arrays, written and read.
-- Answers three numbers per item: 1 appended, 2 repeated, 0 conflict; the stream's revision (of the last event appended, or what the stream really has); the position.
-- The counter's lock is held until the commit: positions become visible in order, without gaps, and no reader can pass one that is still to come.
create function log.append_batch(
  streams text, expecteds text, counts text,
  ids text, tenants text, domains text, types text, versions text, keys text, ats text, payloads text, metadatas text
) returns bigint[] language plpgsql as $$
declare
  us constant text := e'\x1f';
  stream_ text[] := string_to_array(streams, us);
  expected_ int[] := string_to_array(expecteds, us);
  amount_ int[] := string_to_array(counts, us);
  id_ uuid[] := string_to_array(ids, us);
  tenant_ uuid[] := string_to_array(tenants, us);
  domain_ text[] := string_to_array(domains, us);
  type_ text[] := string_to_array(types, us);
  version_ int[] := string_to_array(versions, us);
  key_ text[] := string_to_array(keys, us);
  at_ timestamptz[] := string_to_array(ats, us);
  payload_ text[] := string_to_array(payloads, us);
  metadata_ text[] := string_to_array(metadatas, us);
  first bigint;
  last bigint;
  seen int;
  original bigint;
  n int;
  p int := 0;
  answers bigint[] := '{}';
begin
  select s.position into first from log.store s for update;
  last := first;
  for i in 1 .. cardinality(stream_) loop
    n := amount_[i];
    select e.revision into seen from log.event e where e.stream = stream_[i] order by e.revision desc limit 1;
    seen := coalesce(seen, -1);
    if seen = expected_[i] then
      for k in 1 .. n loop
        insert into log.event values (last + k, stream_[i], seen + k, id_[p + k], tenant_[p + k], domain_[p + k], type_[p + k], version_[p + k], key_[p + k], at_[p + k], payload_[p + k]::json, metadata_[p + k]::json);
      end loop;
      last := last + n;
      answers := answers || array[1, seen + n, last];
    else
      original := null;
      if seen >= expected_[i] + n then
        -- The same ids at that place: this append was made before.
        select max(e.position) into original from log.event e
        where e.stream = stream_[i] and e.revision between expected_[i] + 1 and expected_[i] + n
        having bool_and(e.id = id_[p + e.revision - expected_[i]]);
      end if;
      answers := answers || case when original is null then array[0, seen, 0] else array[2, expected_[i] + n, original] end;
    end if;
    p := p + n;
  end loop;
  if last > first then
    update log.store set position = last;
    perform pg_notify('log_event', last::text);
  end if;
  return answers;
end $$;
