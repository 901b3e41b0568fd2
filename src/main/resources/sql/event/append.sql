-- Stores events, the keys they use and their deliveries, in one statement: one round trip and one commit for a batch.
-- Answers no row when the caller's picture of the subscriptions is older than this snapshot.
with current as (
  select epoch from subscription_epoch where epoch = ?
),
input as (
  select i.*, timestamptz 'epoch' + i.at_ms * interval '1 millisecond' as at,
         timestamptz 'epoch' + i.time_us * interval '1 microsecond' as time
  from unnest(?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::bytea[],
              ?::text[], ?::uuid[], ?::bigint[], ?::int[])
       as i (id, at_ms, type, source, subject, time_us, key, content_type, data, traceparent, cause, cause_delivery, hops)
  where exists (select from current)
),
fresh as (
  insert into dedupe (source, key, event_id, at)
  select source, key, id, at from input where key is not null
  on conflict do nothing
  returning event_id
),
stored as (
  insert into event (id, at, type, source, subject, time, key, content_type, data, traceparent, cause, cause_delivery, hops)
  select id, at, type, source, subject, time, key, content_type, data, traceparent, cause, cause_delivery, hops
  from input
  where key is null or id in (select event_id from fresh)
  returning id, at
),
queued as (
  insert into delivery (subscription, event_id, event_at, lane, state, run_at)
  select q.subscription, stored.id, stored.at, q.lane,
         case
           when q.lane is null then 0
           when row_number() over (partition by q.subscription, q.lane order by q.ordinal) > 1 then 2
           when exists (select from delivery d
                        where d.subscription = q.subscription and d.lane = q.lane and d.state in (0, 1)) then 2
           when exists (select from delivery d
                        where d.subscription = q.subscription and d.lane = q.lane and d.state = 2) then 2
           else 0
         end,
         case when q.run_at_us is null then now() + q.delay_ms * interval '1 millisecond'
              else timestamptz 'epoch' + q.run_at_us * interval '1 microsecond' end
  from unnest(?::uuid[], ?::int[], ?::text[], ?::bigint[], ?::bigint[]) with ordinality
       as q (event_id, subscription, lane, delay_ms, run_at_us, ordinal)
  join stored on stored.id = q.event_id
  order by q.ordinal
)
select array(select id from input where key is not null and id not in (select event_id from fresh)) as duplicates
from current
