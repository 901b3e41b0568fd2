-- What the deliveries of an event did, oldest first.
select delivery, event_id, claim, route, kept, started_at, took_us, file, version, omitted, steps
  from trace
 where event_id = :event and started_at >= :from
 order by started_at, delivery
 limit 100
