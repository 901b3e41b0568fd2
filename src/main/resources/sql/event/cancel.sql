-- Takes back what no flow has begun of an event with this type and key, and frees the key. The key is looked up where it is
-- kept unique; an event in a lane that the caller has not locked was not there when it looked.
with found as materialized (
  select k.source, k.key, e.id, e.at, e.type
  from dedupe k
  join lateral (select id, at, type from event e where e.at = k.at and e.id = k.event_id and e.type = ?) e on true
  where k.source = 'hub' and k.key = ?
),
gone as (
  delete from delivery d
  using found f
  where d.event_id = f.id and d.state in (0, 2) and d.claims = 0 and d.collected_by is null
    and (d.lane is null or d.subscription = any (?))
  returning d.*
),
kept as (
  insert into delivery_history (id, subscription, event_id, event_at, outcome, claims, failures, created_at, ended_at, reason)
  select id, subscription, event_id, event_at, 'cancelled', claims, failures, created_at, clock_timestamp(), ?
  from gone
),
-- a subscription that has not come so far in its past must not get it later
kept_back as (
  insert into delivery_history (id, subscription, event_id, event_at, outcome, claims, failures, created_at, ended_at, reason)
  select nextval(pg_get_serial_sequence('delivery', 'id')), p.subscription, f.id, f.at, 'cancelled', 0, 0, now(),
         clock_timestamp(), ?
  from found f
  join subscription_past p on p.done_at is null and (p.at, p.id) < (f.at, f.id) and f.at <= p.until and '.' || f.type ~ p.types
  where not exists (select from delivery d where d.event_id = f.id and d.subscription = p.subscription)
    and not exists (select from delivery_history h where h.event_id = f.id and h.subscription = p.subscription)
),
freed as (
  delete from dedupe k using found f
  where k.source = f.source and k.key = f.key and k.event_id = f.id
)
select subscription, lane from gone
