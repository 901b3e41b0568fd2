-- Binds to each claimed delivery what is blocked behind it, up to the limit, unless it is bound already: a set never changes.
-- Answers the events of the sets, each set in its order.
with head as (
  select id, subscription, lane, collected_by from delivery where id = any (?)
),
fresh as (
  select behind.id, h.id as head
  from head h
  cross join lateral (
    select b.id from delivery b
    where b.subscription = h.subscription and b.lane = h.lane and b.state = 2 and b.collected_by is null
    order by b.id
    limit ? - 1
  ) behind
  where h.collected_by is null
  union all
  select id, id from head where collected_by is null
),
bound as (
  update delivery d set collected_by = f.head
  from fresh f
  where d.id = f.id
  returning d.id, d.collected_by, d.event_id, d.event_at
),
member as (
  select * from bound
  union all
  select d.id, d.collected_by, d.event_id, d.event_at
  from head h join delivery d on d.collected_by = h.collected_by
)
select m.collected_by as head, e.*
from member m
join lateral (select * from event e where e.at = m.event_at and e.id = m.event_id) e on true
order by m.id
