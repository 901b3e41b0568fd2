-- What is known of some objects.
select key, etag, size, modified, seen_at
  from object_known
 where storage = :storage and place = :place and key = any(:keys)
