-- Events between two places of the list that match a filter, newest first.
select id, at, type, source, subject, time, cause, octet_length(data) as size
  from event
 where at <= :at and (at, id) < (:at, :id)
   and at >= :endAt and (at, id) >= (:endAt, :endId) and at >= :from
   and (cast(:type as text) is null or '.' || type ~ :type)
   and (cast(:source as text) is null or source = :source)
   and (cast(:subject as text) is null or subject = :subject)
   and (cast(:text as text) is null or position(convert_to(:text, 'UTF8') in data) > 0)
   and (cast(:event as uuid) is null or id = :event)
 order by at desc, id desc
 limit :limit
