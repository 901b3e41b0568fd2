-- A redelivery changes nothing.
insert into notice (id, latest, event_id, channel, key, thread, title, text, severity,
                    fields, link, actions, attachments, created_at, updated_at)
values (:id, :id, :eventId, :channel, :key, :thread, :title, :text, :severity,
        :fields::jsonb, :link::jsonb, :actions::jsonb, :attachments::jsonb, :time, :time)
on conflict (id) do nothing
