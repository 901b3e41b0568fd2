-- Ends what is due behind deliveries that ended because their limit is reached: it is judged as they were. One by one, each would
-- wait for a claim of its own while an alert floods.
with behind as materialized (
  select next.id, a.reason
  from unnest(?::int[], ?::text[], ?::text[]) as a (subscription, lane, reason)
  cross join lateral (
    select b.id from delivery b
    where b.subscription = a.subscription and b.lane = a.lane and b.state = 2 and b.collected_by is null and b.run_at <= now()
    order by b.id
    limit 1000
  ) next
),
gone as (
  delete from delivery d
  using behind b
  where d.id = b.id
  returning d.id, d.subscription, d.event_id, d.event_at, d.claims, d.failures, d.created_at, b.reason
)
insert into delivery_history
  (id, subscription, event_id, event_at, outcome, claims, failures, created_at, ended_at, reason)
select id, subscription, event_id, event_at, 'filtered', claims, failures, created_at, clock_timestamp(), reason
from gone
