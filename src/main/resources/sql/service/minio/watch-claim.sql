-- Holds a place for this hub, unless another one does or has just looked; answers no row then.
insert into object_watch as known (storage, place, holder, held_until)
values (:storage, :place, :holder, clock_timestamp() + :lease * interval '1 second')
  on conflict (storage, place) do update
    set holder = excluded.holder, held_until = excluded.held_until
  where (known.holder = excluded.holder or known.held_until < clock_timestamp())
    and known.looked_at <= clock_timestamp() - :pause * interval '1 millisecond'
returning since, whole, clock_timestamp() as now
