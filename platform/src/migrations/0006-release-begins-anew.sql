-- An item's time begins anew when what held it is gone, and so does that of the items behind it: whoever had to wait has not grown too old by it.
drop function work.queue_release(text, int);

-- Releases at most n held items and answers how many.
create function work.queue_release(reason text, n int, at timestamptz) returns int language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  ids uuid[] := array(select i.id from work.queue_item i where i.hold = reason order by i.ord limit n);
  freed uuid[];
begin
  perform work.queue_lock(ids);
  with changed as (update work.queue_item i set hold = null where i.id = any(ids) and i.hold = reason returning i.id)
  select array_agg(id) into freed from changed;
  update work.queue_item i set due = at
  from (select distinct f.tenant, f.lane from work.queue_item f where f.id = any(freed)) l
  where i.tenant = l.tenant and i.lane = l.lane and i.due < at;
  perform work.queue_set_heads(array_agg(l.tenant), array_agg(l.lane))
  from work.queue_item i join work.queue_lane l on l.tenant = i.tenant and l.lane = i.lane and l.head = i.id where i.id = any(freed);
  return coalesce(cardinality(freed), 0);
end $$;
