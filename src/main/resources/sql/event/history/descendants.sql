-- What an event caused, and what that caused, level by level. Without an order, so that it stops at the limit.
with recursive found as (
  select id, at, type, source, subject, time, cause, octet_length(data) as size, 1 as level
    from event
   where cause = :id and at >= :from
  union all
  select e.id, e.at, e.type, e.source, e.subject, e.time, e.cause, octet_length(e.data), f.level + 1
    from found f
    join event e on e.cause = f.id and e.at >= :from
   where f.level < :levels
)
select * from found limit :most
