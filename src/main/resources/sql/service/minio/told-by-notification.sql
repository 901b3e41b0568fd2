-- For each change that a look has found the key of the event by which it is told already, null for one that is new; and the
-- number of the last opposite change, for what is removed and restored as it was can only be told from before by that.
select changed.number,
       case when changed.removed then
         -- told since it was last seen, of a time after it was stored, and not made again since
         (select t.event_key from object_told t
           where t.source = :source and t.bucket = :bucket and t.key = changed.key and t.removed
             and t.told_at >= changed.seen and t.at >= changed.stored
             and not exists (select from object_told later
                              where later.source = t.source and later.bucket = t.bucket and later.key = t.key
                                and not later.removed and later.at > t.at)
           order by t.at desc limit 1)
       else
         -- lists may count whole seconds, and a server may tell of it a little later; not removed since
         (select t.event_key from object_told t
           where t.source = :source and t.bucket = :bucket and t.key = changed.key and not t.removed and t.etag = changed.etag
             and t.notification is not null
             and t.at between changed.at - interval '500 milliseconds' and changed.at + interval '2 seconds'
             and not exists (select from object_told later
                              where later.source = t.source and later.bucket = t.bucket and later.key = t.key
                                and later.removed and later.id > t.id and later.at > t.at)
           order by t.id desc limit 1)
       end as event_key,
       (select max(o.id) from object_told o
         where o.source = :source and o.bucket = :bucket and o.key = changed.key and o.removed <> changed.removed) as opposite
  from unnest(:numbers::int[], :keys::text[], :removed::boolean[], :etags::text[], :at::timestamptz[], :seen::timestamptz[],
              :stored::timestamptz[])
       as changed (number, key, removed, etag, at, seen, stored)
