-- Events that a file of routes would be given, oldest first: not those that came of it, which come of it again when it is run; and
-- not those that its subscriptions have not finished. A page ends where its data is too much to hold.
select *
  from (
    select e.*, sum(octet_length(e.data)) over (order by e.at, e.id) - octet_length(e.data) as bytes_before
      from event e
     where e.at >= :at and (e.at, e.id) > (:at, :id)
       and e.at < :to and e.at <= :endAt and (e.at, e.id) <= (:endAt, :endId)
       and '.' || e.type ~ :types
       and (e.cause_delivery is null or not exists (
              select from delivery_history h
               where h.event_id = e.cause and h.id = e.cause_delivery and h.ended_at >= :horizon
                 and h.subscription in (select s.id from subscription s where s.file = :file or s.name = any (:groups))))
       and not exists (
             select from delivery d
              where d.event_id = e.id and d.state <> 3
                and d.subscription in (select s.id from subscription s where s.file = :file or s.name = any (:groups)))
     order by e.at, e.id
     limit :limit) as page
 where bytes_before < :bytes
 order by at, id
