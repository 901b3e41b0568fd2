-- What the deliveries of an event did, oldest first. A list is handed over under its first delivery; what it did, each of its
-- deliveries did.
with list as (
  select h.id, h.collected_by as head, h.list_of as event_id
    from delivery_history h
   where h.event_id = :event and h.ended_at >= :from and h.collected_by <> h.id and h.list_of is not null
  union all
  select d.id, d.collected_by, f.event_id
    from delivery d
    join delivery f on f.id = d.collected_by
   where d.event_id = :event and d.collected_by <> d.id
)
select coalesce(l.id, t.delivery) as delivery, t.event_id, t.claim, t.route, t.kept, t.started_at, t.took_us, t.file, t.version,
       t.omitted, t.steps
  from trace t
  left join list l on l.head = t.delivery
 where t.event_id = any (array(select event_id from list) || cast(:event as uuid)) and t.started_at >= :from
   and (t.event_id = :event or l.id is not null)
 order by t.started_at, t.delivery
 limit 100
