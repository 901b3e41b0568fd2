-- Gives deliveries back to their queue: after a failure, a pause asked for by the target, or unbegun.
with again as (
  update delivery d
  set state = 0, token = null, lease_until = null,
      claims = d.claims - case when a.outcome = 'returned' then 1 else 0 end,
      failures = d.failures + case when a.outcome in ('failed', 'timeout', 'ambiguous') then 1 else 0 end,
      run_at = case when a.delay_ms is null then d.run_at else now() + a.delay_ms * interval '1 millisecond' end,
      error = coalesce(a.error, d.error)
  from unnest(?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::bigint[])
       as a (id, token, outcome, error, delay_ms, started_us)
  where d.id = a.id and d.token = a.token and d.state = 1
  returning d.id, a.token, d.event_id, d.claims, d.subscription, d.lane, a.outcome, a.error, a.delay_ms, a.started_us
),
logged as (
  insert into attempt (delivery, event_id, claim, outcome, error, started_at, ended_at)
  select id, event_id, claims, outcome, error, timestamptz 'epoch' + started_us * interval '1 microsecond', clock_timestamp()
  from again
  where outcome <> 'returned'
),
paused as (
  -- without lanes the whole subscription waits; with lanes the head of the lane holds back the rest
  update subscription s
  set paused_since = case when s.paused_until > now() - interval '1 minute' then coalesce(s.paused_since, now()) else now() end,
      paused_until = greatest(s.paused_until, now() + p.delay_ms * interval '1 millisecond')
  from (select subscription, max(delay_ms) as delay_ms from again where outcome = 'paused' and lane is null
        group by subscription) p
  where s.id = p.subscription
)
select id, token from again
