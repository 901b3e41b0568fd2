insert into document as d (id, tenant, source, path, title, content_type, language, hash, bytes, version, state, reason, truncated, chunks, event_id, by)
values (:id, :tenant, :source, :path, :title, :contentType, :language, :hash, :bytes, :version, :state, :reason, :truncated, :chunks, :event, :by)
    on conflict (tenant, source, path) do update
   set title = excluded.title, content_type = excluded.content_type, language = excluded.language, hash = excluded.hash,
       bytes = excluded.bytes, version = excluded.version, state = excluded.state, reason = excluded.reason,
       truncated = excluded.truncated, chunks = excluded.chunks, event_id = excluded.event_id, by = excluded.by, changed_at = now()
returning id
