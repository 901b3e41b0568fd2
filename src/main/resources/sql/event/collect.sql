-- Binds to each claimed delivery what is blocked behind it, up to the limit, unless it is bound already: a set never changes.
-- What is too large together waits for the next one.
-- Answers the events of the sets, each set in its order.
with head as (
  select id, subscription, lane, collected_by from delivery where id = any (?)
),
fresh as (
  select behind.id, h.id as head
  from head h
  cross join lateral (
    select sized.id
    from (select b.id, sum(octet_length(e.data)) over (order by b.id) as bytes
          from (select id, event_id, event_at from delivery
                where subscription = h.subscription and lane = h.lane and state = 2 and collected_by is null
                order by id
                limit ? - 1) b
          join lateral (select data from event e where e.at = b.event_at and e.id = b.event_id) e on true) sized
    where sized.bytes <= ?
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
