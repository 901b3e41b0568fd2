-- An engine's events are stored up to here; an older word of another hub takes nothing back.
insert into docker_engine as known (engine, seen) values (:engine, :seen)
  on conflict (engine) do update set seen = greatest(known.seen, excluded.seen)
