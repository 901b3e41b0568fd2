-- What the deliveries of an event appended, oldest first.
select id, at, type, source, subject, time, cause, octet_length(data) as size
  from event
 where cause = :id and at >= :from
 order by at, id
 limit :limit
