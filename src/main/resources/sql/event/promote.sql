-- Lets the next delivery of each lane wait, now that the one before it is gone.
update delivery d
set state = 0
from unnest(?::int[], ?::text[]) as a (subscription, lane)
cross join lateral (
  select b.id from delivery b
  where b.subscription = a.subscription and b.lane = a.lane and b.state = 2
  order by b.id
  limit 1
) next
where d.id = next.id and d.state = 2
  and not exists (select from delivery h
                  where h.subscription = a.subscription and h.lane = a.lane and h.state in (0, 1))
