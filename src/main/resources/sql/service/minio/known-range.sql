-- What is known from one key to another, a page of it; without a last key, to the end.
select key, etag, size, modified, seen_at
  from object_known
 where storage = :storage and place = :place and key > :after and (:last::text is null or key <= :last)
 order by key
 limit :limit
