-- Remembers that a new subscription gets what happened before it was made; it may have got all of it already. Clocks of hubs
-- differ: the newest event that is there belongs to the past, too.
insert into subscription_past (subscription, types, begins_at, at, until, delivered, expected, done_at)
select p.id, p.types, p.begins, p.begins,
       greatest(clock_timestamp(), (select max(at) from event where at > now() - interval '1 hour')),
       mine.count, case when p.whole then mine.count end, case when ? then clock_timestamp() end
from (select ? as id, ? as types, ? as whole,
             coalesce(?::timestamptz, now() - ? * interval '1 millisecond') as begins) p
cross join lateral (select count(*) from delivery d where d.subscription = p.id) mine
