-- A new series of attempts: for the dead, and for those of a parked subscription once its route is back.
update delivery d
set state = case when d.state <> 3 then d.state when d.lane is null then 0 else 2 end,
    run_at = now(), failures = 0, lost = 0, reason = null, ended_at = null
from delivery_stopped(?::bigint, ?::text, ?::timestamptz, ?::timestamptz) as found (id)
where d.id = found.id and d.state in (0, 2, 3)
returning d.subscription, d.lane
