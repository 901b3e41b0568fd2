-- Ends what is bound to deliveries that have ended. Of a list that was handed over, what the filter turned down is filtered.
with turned_down as (
  select * from unnest(?::bigint[], ?::text[]::uuid[]) as t (head, event_id)
),
gone as (
  delete from delivery d
  using unnest(?::bigint[], ?::text[]::uuid[], ?::text[], ?::text[], ?::int[], ?::bigint[])
    as a (head, head_event, outcome, reason, claims, started_us)
  where d.collected_by = a.head and d.id <> a.head and d.state = 2
  returning d.id, d.subscription, d.event_id, d.event_at, d.failures, d.created_at, a.head, a.head_event, a.outcome,
            a.reason, a.claims, a.started_us
)
insert into delivery_history
  (id, subscription, event_id, event_at, outcome, claims, failures, created_at, started_at, ended_at, reason,
   collected_by, list_of)
select g.id, g.subscription, g.event_id, g.event_at, case when t.head is null then g.outcome else 'filtered' end,
       g.claims, g.failures, g.created_at, timestamptz 'epoch' + g.started_us * interval '1 microsecond',
       clock_timestamp(), g.reason, g.head, g.head_event
from gone g
left join turned_down t on t.head = g.head and t.event_id = g.event_id
