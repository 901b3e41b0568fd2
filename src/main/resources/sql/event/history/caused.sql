-- What the deliveries of an event appended, oldest first. What a list of events appended has the first of them as its cause.
with origin as (
  select cast(:id as uuid) as cause, null::bigint as delivery
  union all
  select list_of, collected_by
    from delivery_history
   where event_id = :id and collected_by is not null and outcome = 'done'
)
select e.id, e.at, e.type, e.source, e.subject, e.time, e.cause, octet_length(e.data) as size
  from origin o
  join event e on e.cause = o.cause and e.at >= :from and (o.delivery is null or e.cause_delivery = o.delivery)
 order by e.at, e.id
 limit :limit
