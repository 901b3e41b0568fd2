-- Ends what is bound to deliveries that have ended.
with gone as (
  delete from delivery d
  using unnest(?::bigint[], ?::text[], ?::text[], ?::int[], ?::bigint[]) as a (head, outcome, reason, claims, started_us)
  where d.collected_by = a.head and d.id <> a.head and d.state = 2
  returning d.id, d.subscription, d.event_id, d.event_at, d.failures, d.created_at, a.outcome, a.reason, a.claims, a.started_us
)
insert into delivery_history
  (id, subscription, event_id, event_at, outcome, claims, failures, created_at, started_at, ended_at, reason)
select id, subscription, event_id, event_at, outcome, claims, failures, created_at,
       timestamptz 'epoch' + started_us * interval '1 microsecond', clock_timestamp(), reason
from gone
