-- The newest event of a time that is left out when only :most are wanted; see past-events.sql.
select e.at, e.id
  from event e
 where e.at >= :from and e.at < :to and '.' || e.type ~ :types
   and (e.cause_delivery is null or not exists (
          select from delivery_history h
           where h.event_id = e.cause and h.id = e.cause_delivery and h.ended_at >= :horizon
             and h.subscription in (select s.id from subscription s where s.file = :file or s.name = any (:groups))))
 order by e.at desc, e.id desc
offset :most
 limit 1
