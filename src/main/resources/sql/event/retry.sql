-- A new series of attempts: for the dead, and for those of a parked subscription once its route is back.
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
  where d.state in (0, 2) and w.since is null and w.until is null
    and (d.id = w.id or w.id is null and s.name = w.name)
)
update delivery d
set state = case when d.state <> 3 then d.state when d.lane is null then 0 else 2 end,
    run_at = now(), failures = 0, lost = 0, reason = null, ended_at = null
from found
where d.id = found.id and d.state in (0, 2, 3)
returning d.subscription, d.lane
