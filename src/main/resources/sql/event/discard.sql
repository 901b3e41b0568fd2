-- Gives up the dead, and what waits for a route that is gone.
with gone as (
  delete from delivery d
  using delivery_stopped(?::bigint, ?::text, ?::timestamptz, ?::timestamptz) as found (id)
  where d.id = found.id and d.state in (0, 2, 3)
  returning d.*
),
kept as (
  insert into delivery_history (id, subscription, event_id, event_at, outcome, claims, failures, created_at, ended_at)
  select id, subscription, event_id, event_at, 'discarded', claims, failures, created_at, clock_timestamp()
  from gone
)
select subscription, lane from gone
