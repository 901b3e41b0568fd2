-- Every delivery of an event, finished or not, oldest first. None of them ended before the event.
select *
  from (
    select d.id, s.name as subscription, delivery_state(d.state, s.state, s.paused_until) as state, d.event_id,
           e.type, e.source, e.subject, d.claims, d.failures, d.reason, d.error, d.run_at, d.created_at,
           null::timestamptz as started_at, d.ended_at
      from delivery d
      join subscription s on s.id = d.subscription
      left join event e on e.at = d.event_at and e.id = d.event_id
     where d.event_id = :event
    union all
    select h.id, coalesce(s.name, '?'), h.outcome, h.event_id,
           e.type, e.source, e.subject, h.claims, h.failures, h.reason, null, null, h.created_at,
           h.started_at, h.ended_at
      from delivery_history h
      left join subscription s on s.id = h.subscription
      left join event e on e.at = h.event_at and e.id = h.event_id
     where h.event_id = :event and h.ended_at >= :from) as both_tables
 order by id
 limit 500
