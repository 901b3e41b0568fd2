-- Delivers to a new subscription what happened before it was made: each event once, what was taken back not at all, and what
-- others still wait for when they get it.
insert into delivery (subscription, event_id, event_at, lane, state, run_at)
select s.id, e.id, e.at, event_lane(s.order_by, e.type, e.source, e.subject, e.content_type, e.data),
       case s.order_by when 'none' then 0 else 2 end,
       coalesce((select max(o.run_at) from delivery o where o.event_id = e.id and o.claims = 0 and o.run_at > now()), now())
from subscription s
join event e on '.' || e.type ~ ?
where s.id = ?
  and e.at >= greatest(coalesce(?::timestamptz, now() - ? * interval '1 millisecond'), now() - ?::interval)
  and not exists (select from delivery d where d.event_id = e.id and d.subscription = s.id)
  and not exists (select from delivery_history h where h.event_id = e.id and h.outcome = 'cancelled')
order by e.at, e.id
returning lane
