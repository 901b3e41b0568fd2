-- Makes a subscription, or brings it up to date; a parked one becomes active again.
insert into subscription (name, pattern, order_by, collect_ms, collect_max, file) values (?, ?, ?, ?, ?, ?)
on conflict (name) do update
  set pattern = excluded.pattern, order_by = excluded.order_by, collect_ms = excluded.collect_ms,
      collect_max = excluded.collect_max, file = excluded.file,
      state = 'active', changed_at = now()
returning id, xmax = 0 as made
