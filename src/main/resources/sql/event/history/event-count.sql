-- How many events match a filter; counting stops at :most.
select count(*)
  from (
    select from event
     where at >= :from and at < :to
       and (cast(:type as text) is null or '.' || type ~ :type)
       and (cast(:source as text) is null or source = :source)
       and (cast(:subject as text) is null or subject = :subject)
       and (cast(:text as text) is null or position(convert_to(:text, 'UTF8') in data) > 0)
       and (cast(:event as uuid) is null or id = :event)
     limit :most) as counted
