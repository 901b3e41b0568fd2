select name, text, event_id, by, created_at, changed_at
  from memory
 where starts_with(name, :prefix) and name > :after
 order by name
 limit :limit
