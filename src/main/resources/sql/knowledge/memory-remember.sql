insert into memory as m (tenant, name, text, event_id, by)
values (:tenant, :name, :text, :event, :by)
    on conflict (tenant, name) do update
   set text = excluded.text, event_id = excluded.event_id, by = excluded.by, changed_at = now()
 where m.text <> excluded.text
