-- A later notice with the same key takes the row over; an earlier one, and the same one again, change nothing.
insert into notice (id, latest, event_id, channel, key, thread, title, text, severity,
                    fields, link, actions, attachments, created_at, updated_at)
values (:id, :id, :eventId, :channel, :key, :thread, :title, :text, :severity,
        :fields::jsonb, :link::jsonb, :actions::jsonb, :attachments::jsonb, :time, :time)
on conflict (channel, key) where key is not null do update set
  latest = excluded.latest, event_id = excluded.event_id, thread = excluded.thread, title = excluded.title,
  text = excluded.text, severity = excluded.severity, fields = excluded.fields, link = excluded.link,
  actions = excluded.actions, attachments = excluded.attachments, updates = notice.updates + 1,
  updated_at = greatest(notice.updated_at, excluded.updated_at)
  where notice.latest < excluded.latest
