-- What a look has found, after its events are stored.
insert into object_known (storage, place, key, etag, size, modified, seen_at)
select :storage::text, :place::text, found.key, found.etag, found.size, found.modified, :seen::timestamptz
  from unnest(:keys::text[], :etags::text[], :sizes::bigint[], :modified::timestamptz[]) as found (key, etag, size, modified)
  on conflict (storage, place, key) do update
    set etag = excluded.etag, size = excluded.size, modified = excluded.modified, seen_at = excluded.seen_at
