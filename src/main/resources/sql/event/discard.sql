-- Gives up the dead, and what waits for a route that is gone.
with wanted as (
  select ?::bigint as id, ?::text as name, ?::timestamptz as since, ?::timestamptz as until
),
found as (
  select d.id from delivery d, wanted w
  where d.state = 3 and (w.id is null or d.id = w.id)
    and (w.name is null or d.subscription = (select id from subscription where name = w.name))
    and (w.since is null or d.ended_at >= w.since) and (w.until is null or d.ended_at < w.until)
  union all
  select d.id from delivery d join subscription s on s.id = d.subscription and s.state = 'parked', wanted w
  where d.state in (0, 2) and w.since is null and w.until is null and (d.id = w.id or w.id is null and s.name = w.name)
),
gone as (
  delete from delivery d using found where d.id = found.id and d.state in (0, 2, 3) returning d.*
)
insert into delivery_history (id, subscription, event_id, event_at, outcome, claims, failures, created_at, ended_at)
select id, subscription, event_id, event_at, 'discarded', claims, failures, created_at, clock_timestamp()
from gone
returning subscription,
  (select lane from gone where gone.id = delivery_history.id) as lane
