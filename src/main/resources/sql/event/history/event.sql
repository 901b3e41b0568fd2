-- An event without its data.
select id, at, type, source, subject, time, cause, octet_length(data) as size
  from event
 where at = :at and id = :id
