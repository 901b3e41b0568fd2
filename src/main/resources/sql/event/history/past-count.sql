-- How many events of a time a file of routes would be given; see past-events.sql. Counting stops at :most.
select count(*)
  from (
    select from event e
     where e.at >= :from and e.at < :to and '.' || e.type ~ :types
       and (e.cause_delivery is null or not exists (
              select from delivery_history h
               where h.event_id = e.cause and h.id = e.cause_delivery and h.ended_at >= :horizon
                 and h.subscription in (select s.id from subscription s where s.file = :file or s.name = any (:groups))))
     limit :most) as counted
