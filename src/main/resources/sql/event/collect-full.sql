-- Makes the first delivery of each lane due that holds as many as a list may have.
update delivery h
set run_at = now()
from (select distinct subscription, lane, most from unnest(?::int[], ?::text[], ?::int[]) as a (subscription, lane, most)) a
where h.subscription = a.subscription and h.lane = a.lane and h.state = 0 and h.collected_by is null and h.run_at > now()
  and (select count(*)
       from (select from delivery b
             where b.subscription = a.subscription and b.lane = a.lane and b.state = 2 and b.collected_by is null
             limit a.most) as behind) >= a.most - 1
