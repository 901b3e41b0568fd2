with dead as (
  update delivery d
  set state = 3, token = null, lease_until = null, reason = a.reason, error = a.error, ended_at = clock_timestamp(),
      failures = d.failures + 1
  from unnest(?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::bigint[]) as a (id, token, reason, error, started_us)
  where d.id = a.id and d.token = a.token and d.state = 1
  returning d.id, a.token, d.event_id, d.claims, a.error, a.started_us
),
logged as (
  insert into attempt (delivery, event_id, claim, outcome, error, started_at, ended_at)
  select id, event_id, claims, 'dead', error, timestamptz 'epoch' + started_us * interval '1 microsecond', clock_timestamp()
  from dead
)
select id, token from dead
