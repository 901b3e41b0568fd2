-- A page of what is not finished, by the number of the delivery, and of each whether the flow sent it: the event has a delivery
-- of the flow as its cause, or the hub's own senders passed it on (a hold that is over, a detour) for such a delivery.
with page as materialized (
  select id, subscription, event_id, event_at, state, claims, collected_by
  from delivery
  where id > ? and state in (0, 1, 2)
  order by id
  limit ?
),
flow as (
  select ?::int as id
)
select p.id, p.subscription, e.type, p.state = 1 or p.claims > 0 or p.collected_by is not null as begun,
       e.cause_delivery is not null and (
         exists (select from delivery c where c.id = e.cause_delivery and c.subscription = flow.id)
         or exists (select from delivery_history h
                    where h.event_id = e.cause and h.id = e.cause_delivery and h.subscription = flow.id
                      and h.ended_at >= p.event_at - interval '1 hour')
         or exists (select from delivery_history h
                    join event n on n.at = h.event_at and n.id = h.event_id and n.type like 'notify.%'
                    join delivery_history s on s.event_id = n.cause and s.id = n.cause_delivery and s.subscription = flow.id
                    where h.event_id = e.cause and h.id = e.cause_delivery
                      and h.ended_at >= p.event_at - interval '1 hour')
       ) as wanted
from page p
cross join flow
join lateral (select type, cause, cause_delivery from event e where e.at = p.event_at and e.id = p.event_id) e on true
order by p.id
