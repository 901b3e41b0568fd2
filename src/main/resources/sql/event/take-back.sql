-- Takes back what no flow has begun of an event with this type and key, and says what became of it when there is nothing left
-- to take back. What is in a lane is left alone: the next of the lane would wait for ever.
with found as materialized (
  select e.id, e.at, e.data
  from dedupe k
  join lateral (select id, at, data from event e where e.at = k.at and e.id = k.event_id and e.type = :type) e on true
  where k.source = 'hub' and k.key = :key
),
gone as (
  delete from delivery d
  using found f
  where d.event_id = f.id and d.state = 0 and d.claims = 0 and d.lane is null and d.collected_by is null
  returning d.*
),
kept as (
  insert into delivery_history (id, subscription, event_id, event_at, outcome, claims, failures, created_at, ended_at, reason)
  select id, subscription, event_id, event_at, 'cancelled', claims, failures, created_at, clock_timestamp(), :reason
  from gone
)
select f.id, f.data, coalesce((select max(run_at) from gone), f.at) as run_at,
       (select count(*) from gone) as gone,
       (select max(h.reason) from delivery_history h
         where h.event_id = f.id and h.ended_at >= f.at - interval '1 hour' and h.outcome = 'cancelled') as earlier,
       exists (select from delivery d where d.event_id = f.id and d.state = 3) as dead,
       exists (select from delivery d where d.event_id = f.id and d.state <> 3 and d.claims > 0)
         or exists (select from delivery_history h
                     where h.event_id = f.id and h.ended_at >= f.at - interval '1 hour' and h.outcome = 'done') as begun
from found f
