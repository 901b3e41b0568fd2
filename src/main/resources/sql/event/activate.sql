-- Makes a subscription, or brings it up to date; a parked one becomes active again.
insert into subscription (name, pattern, order_by, file) values (?, ?, ?, ?)
on conflict (name) do update
  set pattern = excluded.pattern, order_by = excluded.order_by, file = excluded.file,
      state = 'active', changed_at = now()
returning id
