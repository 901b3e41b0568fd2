-- Stores one event, the key it uses and its deliveries, none of which has a lane: as append.sql does, with less to plan and to join.
-- Answers no row when the caller's picture of the subscriptions is older than this snapshot.
with current as (
  select epoch from subscription_epoch where epoch = ?
),
input as (
  select i.*, timestamptz 'epoch' + i.at_ms * interval '1 millisecond' as at
  from (select ?::uuid as id, ?::bigint as at_ms, ?::text as source, ?::text as key from current) as i
),
fresh as (
  insert into dedupe (source, key, event_id, at)
  select source, key, id, at from input where key is not null
  on conflict do nothing
  returning event_id
),
stored as (
  insert into event (id, at, type, source, subject, time, key, content_type, data, traceparent, cause, cause_delivery, hops)
  select id, at, ?, source, ?, timestamptz 'epoch' + ?::bigint * interval '1 microsecond', key, ?, ?, ?, ?::uuid, ?, ?
  from input
  where key is null or exists (select from fresh)
  returning id, at
),
queued as (
  insert into delivery (subscription, event_id, event_at, run_at)
  select q.subscription, stored.id, stored.at,
         coalesce(timestamptz 'epoch' + ?::bigint * interval '1 microsecond', now() + q.delay_ms * interval '1 millisecond')
  from stored, unnest(?::int[], ?::bigint[]) as q (subscription, delay_ms)
)
select exists (select from stored) as stored
from current
