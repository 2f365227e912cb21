-- Work for effects, timers, leases. Queue and timers can be made again from the log; their commits need not be synced.

-- Claims of items and timers take their numbers here: no number ever comes twice, even for an item that was removed and enqueued again.
create sequence work.claim_epoch;

create table work.queue_item (
  id uuid primary key,
  effect text collate "C" not null,
  tenant uuid not null,
  stream text collate "C" not null,
  lane text collate "C" not null,
  ord text collate "C" not null,
  priority int not null,
  due timestamptz(3) not null,
  attempts int not null default 0,
  -- the claim that may finish it; 0: nobody's
  epoch bigint not null default 0,
  hold text collate "C"
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
create index on work.queue_item (tenant, lane, ord, id);
create index on work.queue_item (hold) where hold is not null;

-- One row per lane that has items, saying what its first item says: claims look here only, and its row lock puts everything that changes a lane in one order.
-- due: when the lane can be claimed: while it is leased, the end of the lease.
create table work.queue_lane (
  tenant uuid not null,
  lane text collate "C" not null,
  head uuid not null,
  ord text collate "C" not null,
  effect text collate "C" not null,
  priority int not null,
  due timestamptz(3) not null,
  leased boolean not null,
  held boolean not null,
  primary key (tenant, lane)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
create index on work.queue_lane (effect, priority, due, ord) where not held;

-- All functions go by the indexes: a connection keeps the plan that it made when the queue was empty.

-- Makes the rows of locked lanes say what their first items say; drops those of empty lanes. Tells who waits for the effects that can be claimed by it.
create function work.queue_set_heads(tenants uuid[], lanes text[]) returns void language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  woken text[];
begin
  with first as (
    select t.tenant, t.lane, f.id, f.ord, f.effect, f.priority, f.due, f.hold
    from unnest(tenants, lanes) t(tenant, lane)
    left join lateral (select * from work.queue_item i where i.tenant = t.tenant and i.lane = t.lane order by i.ord, i.id limit 1) f on true
  ), emptied as (
    delete from work.queue_lane l using first f where l.tenant = f.tenant and l.lane = f.lane and f.id is null
  ), moved as (
    update work.queue_lane l
    set head = f.id, ord = f.ord, effect = f.effect, priority = f.priority, due = f.due, leased = false, held = f.hold is not null
    from first f where l.tenant = f.tenant and l.lane = f.lane and f.id is not null
    returning l.effect, l.held
  )
  select array_agg(distinct effect) into woken from moved where not held;
  perform pg_notify('work_queue', e) from unnest(woken) e;
end $$;

-- Items whose id is there already are left as they are. A new item goes before its lane's head when its order is lower and the head is not being worked on.
create function work.queue_add(
  ids uuid[], effects text[], tenants uuid[], streams text[], lanes text[], ords text[], priorities int[], dues timestamptz[], at timestamptz
) returns void language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  woken text[];
begin
  with fresh as (
    insert into work.queue_item (id, effect, tenant, stream, lane, ord, priority, due)
    select * from unnest(ids, effects, tenants, streams, lanes, ords, priorities, dues) order by 1
    on conflict (id) do nothing
    returning *
  ), heads as (
    select distinct on (tenant, lane) * from fresh order by tenant, lane, ord, id
  ), changed as (
    insert into work.queue_lane as l (tenant, lane, head, ord, effect, priority, due, leased, held)
    select tenant, lane, id, ord, effect, priority, due, false, false from heads order by tenant, lane
    on conflict (tenant, lane) do update
    set head = excluded.head, ord = excluded.ord, effect = excluded.effect, priority = excluded.priority, due = excluded.due, leased = false, held = false
    where (excluded.ord, excluded.head) < (l.ord, l.head) and not (l.leased and l.due > at)
    returning effect
  )
  select array_agg(distinct effect) into woken from changed;
  perform pg_notify('work_queue', e) from unnest(woken) e;
end $$;

-- Claims due heads, highest priority first. The last row has no id: its due is when more may be due (at once if there may be more already).
create function work.queue_claim(wanted text, n int, at timestamptz, until timestamptz)
returns table (id uuid, tenant uuid, stream text, lane text, ord text, priority int, due timestamptz, attempts int, epoch bigint)
language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
declare
  p int;
  got int := 0;
  next_due timestamptz;
  tenants uuid[];
  lanes text[];
  heads uuid[];
  leases boolean[];
begin
  p := (select l.priority from work.queue_lane l where l.effect = wanted and not l.held order by l.priority desc limit 1);
  while p is not null loop
    select array_agg(tenant), array_agg(lane), array_agg(head), array_agg(leased) into tenants, lanes, heads, leases from (
      select l.tenant, l.lane, l.head, l.leased from work.queue_lane l
      where l.effect = wanted and not l.held and l.priority = p and l.due <= at
      order by l.due, l.ord limit n - got for update skip locked
    ) picked;
    if true = any(leases) then
      -- Claims that nobody finished in time: what has come meanwhile with a lower order goes first.
      perform work.queue_set_heads(array_agg(t.tenant), array_agg(t.lane)) from unnest(tenants, lanes, leases) t(tenant, lane, leased) where t.leased;
      continue;
    end if;
    if heads is not null then
      update work.queue_lane l set leased = true, due = until from unnest(tenants, lanes) t(tenant, lane) where l.tenant = t.tenant and l.lane = t.lane;
      return query
        with claimed as (
          update work.queue_item i set attempts = i.attempts + 1, epoch = nextval('work.claim_epoch') where i.id = any(heads) returning i.*
        )
        select c.id, c.tenant, c.stream, c.lane, c.ord, c.priority, c.due, c.attempts, c.epoch from claimed c order by c.due, c.ord, c.id;
      got := got + cardinality(heads);
    end if;
    if got >= n then
      next_due := at;
      exit;
    end if;
    -- `order by … limit 1`, not min and max: the planner believes that few rows match and would read all of them.
    next_due := least(next_due, (
      select l.due from work.queue_lane l where l.effect = wanted and not l.held and l.priority = p and l.due > at order by l.due limit 1
    ));
    p := (select l.priority from work.queue_lane l where l.effect = wanted and not l.held and l.priority < p order by l.priority desc limit 1);
  end loop;
  return query select null::uuid, null::uuid, null::text, null::text, null::text, null::int, next_due, null::int, null::bigint;
end $$;

-- Locks the lanes of items, always in the same order.
create function work.queue_lock(ids uuid[]) returns void language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  perform 1 from work.queue_lane l
  where (l.tenant, l.lane) in (select i.tenant, i.lane from work.queue_item i where i.id = any(ids))
  order by l.tenant, l.lane for update;
end $$;

-- Removes items that still carry the claim's epoch.
create function work.queue_done(ids uuid[], epochs bigint[]) returns void language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  tenants uuid[];
  lanes text[];
begin
  perform work.queue_lock(ids);
  with gone as (
    delete from work.queue_item i using unnest(ids, epochs) d(id, epoch) where i.id = d.id and i.epoch = d.epoch returning i.id, i.tenant, i.lane
  )
  select array_agg(l.tenant), array_agg(l.lane) into tenants, lanes
  from gone join work.queue_lane l on l.tenant = gone.tenant and l.lane = gone.lane and l.head = gone.id;
  perform work.queue_set_heads(tenants, lanes);
end $$;

-- Ends a claim without ending the item: it waits for a later time, or (hold) until it is released.
create function work.queue_put_back(item uuid, claim bigint, later timestamptz, reason text) returns void language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  perform work.queue_lock(array[item]);
  update work.queue_item i set epoch = 0, due = coalesce(later, i.due), hold = reason where i.id = item and i.epoch = claim;
  if found then
    perform work.queue_set_heads(array_agg(l.tenant), array_agg(l.lane))
    from work.queue_item i join work.queue_lane l on l.tenant = i.tenant and l.lane = i.lane and l.head = i.id where i.id = item;
  end if;
end $$;

-- Releases at most n held items and answers how many.
create function work.queue_release(reason text, n int) returns int language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  ids uuid[] := array(select i.id from work.queue_item i where i.hold = reason order by i.ord limit n);
  freed uuid[];
begin
  perform work.queue_lock(ids);
  with changed as (update work.queue_item i set hold = null where i.id = any(ids) and i.hold = reason returning i.id)
  select array_agg(id) into freed from changed;
  perform work.queue_set_heads(array_agg(l.tenant), array_agg(l.lane))
  from work.queue_item i join work.queue_lane l on l.tenant = i.tenant and l.lane = i.lane and l.head = i.id where i.id = any(freed);
  return coalesce(cardinality(freed), 0);
end $$;

create table work.timer (
  id text collate "C" primary key,
  name text collate "C" not null,
  tenant uuid not null,
  due timestamptz(3) not null,
  data json not null,
  -- when it can be given out: due, or the end of the lease
  ready timestamptz(3) not null,
  epoch bigint not null default 0
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
create index on work.timer (ready, id);

-- A row stays when its lease ends: the epoch only grows.
create table work.lease (
  name text collate "C" primary key,
  epoch bigint not null,
  until timestamptz not null
);
