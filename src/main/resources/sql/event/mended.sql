-- What waits for its next attempt at the flow of a file gets it now: the flow is another one.
update delivery d
set run_at = now()
from subscription s
where s.file = ? and s.id = d.subscription and d.state = 0 and d.failures > 0 and d.run_at > now()
  and coalesce(s.paused_until, '-infinity') < now()
returning d.subscription
