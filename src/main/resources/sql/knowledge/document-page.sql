select id, source, path, title, content_type, language, bytes, version, state, reason, truncated, chunks, event_id, by, created_at, changed_at
  from document
 where (cast(:source as text) is null or source = :source)
   and (changed_at, id) < (:at, :id)
 order by changed_at desc, id desc
 limit :limit
