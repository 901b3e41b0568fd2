-- One delivery, as long as it is unfinished.
select d.id, s.name as subscription, delivery_state(d.state, s.state, s.paused_until) as state, d.event_id,
       e.type, e.source, e.subject, d.claims, d.failures, d.reason, d.error, d.run_at, d.created_at,
       null::timestamptz as started_at, d.ended_at
  from delivery d
  join subscription s on s.id = d.subscription
  left join event e on e.at = d.event_at and e.id = d.event_id
 where d.id = :id
