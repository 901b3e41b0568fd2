-- The last 24 hours in one row: what happened, what failed, what is waiting.
select (select coalesce(json_agg(json_build_object('type', type, 'count', n) order by n desc, type), '[]')::text
          from (select type, count(*) as n from event
                 where at > now() - interval '24 hours' and type not like 'notify.%'
                 group by type order by n desc, type limit 15) t) as types,
       (select count(*) from event where at > now() - interval '24 hours' and type not like 'notify.%') as events,
       (select count(*) from event where at > now() - interval '24 hours' and type like 'notify.%') as notices,
       (select count(*) from delivery where state in (0, 1, 2)) as waiting,
       (select cast(extract(epoch from now() - min(run_at)) as bigint) from delivery
         where state = 0 and run_at < now()) as oldest,
       (select count(*) from delivery where state = 3) as dead,
       (select coalesce(json_agg(json_build_object('name', name, 'count', n) order by n desc, name), '[]')::text
          from (select s.name, count(*) as n from delivery d join subscription s on s.id = d.subscription
                 where d.state = 3 group by s.name order by n desc, s.name limit 10) f) as failed,
       (select coalesce(json_agg(name order by name), '[]')::text from flow_alert where status = 'firing') as alerts,
       (select coalesce(json_agg(json_build_object('system', system, 'status', status) order by system), '[]')::text
          from health_state where status <> 'up') as unwell
