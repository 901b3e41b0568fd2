-- The last 24 hours in one row: what happened, what failed, what is waiting. Nothing is counted to its end: a flood must
-- not make it slow. Silences that are over, and alerts that have been over for long, are let go of.
with day as materialized (
  select type, type like 'notify.%' as notice from event_log where at > now() - interval '24 hours' limit 1000001
), dead as materialized (
  select subscription from event_backlog where state = 3 limit 10001
), unsilenced as (
  delete from flow_silence
   -- what was lifted is known as long as the longest silence would have lasted
   where until < now() and (ended is null or until < now() - interval '30 days')
), forgotten as (
  delete from flow_alert where status = 'resolved' and seen_at < now() - interval '30 days'
)
select (select coalesce(json_agg(json_build_object('type', type, 'count', n) order by n desc, type), '[]')::text
          from (select type, count(*) as n from day where not notice group by type order by n desc, type limit 15) t) as types,
       (select count(*) from day where not notice) as events,
       (select count(*) from day where notice) as notices,
       (select count(*) from (select from event_backlog where state in (0, 1, 2) limit 10001) d) as waiting,
       (select cast(extract(epoch from now() - min(due_at)) as bigint) from event_backlog
         where state = 0 and due_at < now()) as oldest,
       (select count(*) from dead) as dead,
       (select coalesce(json_agg(json_build_object('name', name, 'count', n) order by n desc, name), '[]')::text
          from (select subscription as name, count(*) as n from dead where subscription is not null
                 group by subscription order by n desc, subscription limit 10) f) as failed,
       (select coalesce(json_agg(name order by name), '[]')::text
          from (select name from flow_alert where status = 'firing' order by name limit 20) a) as alerts,
       (select count(*) from flow_alert where status = 'firing') as firing,
       (select coalesce(json_agg(json_build_object('system', system, 'status', status) order by system), '[]')::text
          from health_state where status <> 'up') as unwell
