-- Unfinished deliveries, newest first. {in_table} is a condition on d.state, spelled out, because a partial index is not used
-- for a parameter.
select d.id, s.name as subscription, delivery_state(d.state, s.state, s.paused_until) as state, d.event_id,
       e.type, e.source, e.subject, d.claims, d.failures, d.reason, d.error, d.run_at, d.created_at,
       null::timestamptz as started_at, d.ended_at
  from delivery d
  join subscription s on s.id = d.subscription
  left join event e on e.at = d.event_at and e.id = d.event_id
 where d.id < :before and {in_table}
   and (cast(:subscription as text) is null or s.name = :subscription)
   and (cast(:state as text) is null or delivery_state(d.state, s.state, s.paused_until) = :state)
 order by d.id desc
 limit :limit
