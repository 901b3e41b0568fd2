-- One row when this hub's view became the settled one, none when another hub was first or owns the system.
with changed as (
  insert into health_state as s (system, status, since, version, error, reporter)
  values (:system, :status, :at, 1, :error, :reporter)
  on conflict (system) do update
     set status = excluded.status, since = excluded.since, version = s.version + 1, error = excluded.error,
         reporter = excluded.reporter, seen_at = now(), watched_at = now()
   where s.version = :version
     and (s.status = 'up' or :worse or s.reporter = excluded.reporter or s.seen_at < now() - interval '2 minutes')
  returning s.system, s.version, s.status, s.since, s.error
)
insert into health_transition (system, version, status, previous, at, error, told)
select system, version, status, :previous, since, error, :previous = 'unknown' and status = 'up' from changed
returning version
