-- As done.sql, for what ends unwanted for a reason that people read.
with gone as (
  delete from delivery d
  using unnest(?::bigint[], ?::bigint[], ?::text[], ?::bigint[]) as a (id, token, reason, started_us)
  where d.id = a.id and d.token = a.token and d.state = 1
  returning d.id, d.token, d.subscription, d.event_id, d.event_at, d.claims, d.failures, d.created_at, a.reason, a.started_us
),
kept as (
  insert into delivery_history
    (id, subscription, event_id, event_at, outcome, claims, failures, created_at, started_at, ended_at, reason)
  select id, subscription, event_id, event_at, 'filtered', claims, failures, created_at,
         timestamptz 'epoch' + started_us * interval '1 microsecond', clock_timestamp(), reason
  from gone
)
select id, token from gone
