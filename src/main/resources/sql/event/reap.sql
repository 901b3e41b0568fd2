-- Frees deliveries whose lease ran out without a word. The fourth time one is dead: it kills or hangs hubs.
with expired as materialized (
  select id from delivery where state = 1 and lease_until < now() limit 1000 for update skip locked
),
freed as (
  update delivery d
  set state = case when d.lost >= ? - 1 then 3 else 0 end,
      lost = d.lost + 1, token = null, lease_until = null, run_at = now(),
      reason = case when d.lost >= ? - 1 then 'poison' end,
      ended_at = case when d.lost >= ? - 1 then clock_timestamp() end,
      error = coalesce(d.error, 'The hub that worked on it gave no word before the lease ran out')
  from expired
  where d.id = expired.id
  returning d.id, d.event_id, d.event_at, d.subscription, d.lane, d.claims, d.failures, d.lost, d.state
),
logged as (
  insert into attempt (delivery, event_id, claim, outcome, error, ended_at)
  select id, event_id, claims, case when state = 3 then 'dead' else 'lost' end,
         'No word before the lease ran out: the hub died, hung or lost the database', clock_timestamp()
  from freed
)
select f.*, s.name from freed f join subscription s on s.id = f.subscription
