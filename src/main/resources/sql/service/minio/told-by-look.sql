-- For a notification of a change the event by which a look, or the same notification before, has told it.
select id, event_key
  from object_told t
 where t.source = :source and t.bucket = :bucket and t.key = :key and t.removed = :removed
   and (t.notification = :notification
        or t.notification is null
           and case when t.removed
                 -- the look came later, and the object was not made again since either
                 then :at::timestamptz <= t.at + interval '1 minute'
                      and not exists (select from object_told later
                                       where later.source = t.source and later.bucket = t.bucket and later.key = t.key
                                         and not later.removed and later.at > least(:at::timestamptz, t.at))
                 else t.etag = :etag
                      and :at::timestamptz between t.at - interval '500 milliseconds' and t.at + interval '2 seconds'
               end)
 order by t.notification is null, t.id desc
 limit 1
