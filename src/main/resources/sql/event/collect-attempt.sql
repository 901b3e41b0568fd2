-- Writes down for what is bound to a delivery what became of its attempt, which has been written down just now.
insert into attempt (delivery, event_id, claim, outcome, error, started_at, ended_at)
select m.id, m.event_id, a.claim, a.outcome, a.error, a.started_at, a.ended_at
from unnest(?::bigint[]) as h (id)
cross join lateral (
  select a.* from attempt a
  where a.event_id = (select event_id from delivery where id = h.id) and a.delivery = h.id and a.ended_at >= now()
  order by a.ended_at desc
  limit 1
) a
join delivery m on m.collected_by = h.id and m.id <> h.id
