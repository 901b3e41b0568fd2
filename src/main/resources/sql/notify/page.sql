select id, channel, key, thread, title, text, severity, fields, link, actions, attachments,
       event_id, updates, created_at, updated_at
  from notice
 where :at::timestamptz is null or (updated_at, id) < (:at::timestamptz, :id::uuid)
 order by updated_at desc, id desc
 limit :limit
