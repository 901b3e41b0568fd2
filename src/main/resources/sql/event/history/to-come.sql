-- Events of a type that the hub sent and no flow has begun, the next one first. A held notice has one subscription, which is
-- called as its type is.
select e.id, e.data, d.run_at
  from delivery d
  join event e on e.at = d.event_at and e.id = d.event_id and e.type = :type and e.source = 'hub'
 where d.subscription = (select id from subscription where name = :type) and d.state = 0 and d.claims = 0
 order by d.run_at, d.id
 limit :limit
