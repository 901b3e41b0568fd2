-- Changes that are told from now on, and the keys of their events.
insert into object_told (source, bucket, key, removed, etag, at, event_key, notification)
select :source::text, :bucket::text, told.key, told.removed, told.etag, told.at, told.event_key, :notification::text
  from unnest(:keys::text[], :removed::boolean[], :etags::text[], :at::timestamptz[], :eventKeys::text[])
       as told (key, removed, etag, at, event_key)
  on conflict (source, event_key) do nothing
