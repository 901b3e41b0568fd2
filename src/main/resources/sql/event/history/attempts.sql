-- The attempts at an event that did not finish a delivery, oldest first.
select delivery, claim, outcome, error, started_at, ended_at
  from attempt
 where event_id = :event and ended_at >= :from
 order by ended_at
 limit 1000
