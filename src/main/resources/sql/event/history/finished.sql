-- Finished deliveries between two places of the list, newest first.
select h.id, coalesce(s.name, '?') as subscription, h.outcome as state, h.event_id,
       e.type, e.source, e.subject, h.claims, h.failures, h.reason, null as error, null::timestamptz as run_at,
       h.created_at, h.started_at, h.ended_at
  from delivery_history h
  left join subscription s on s.id = h.subscription
  left join event e on e.at = h.event_at and e.id = h.event_id
 where h.ended_at <= :at and (h.ended_at, h.id) < (:at, :id)
   and h.ended_at >= :endAt and (h.ended_at, h.id) >= (:endAt, :endId)
   and h.outcome = :state
   and (cast(:subscription as text) is null or s.name = :subscription)
 order by h.ended_at desc, h.id desc
 limit :limit
