-- How the systems are, what is firing, and what waits. Nothing is counted to its end: a flood must not make it slow.
select (select coalesce(json_agg(json_build_object('system', system, 'status', status, 'error', error,
                 'since', to_char(since at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"')) order by system), '[]')::text
          from health_state) as systems,
       (select coalesce(json_agg(name order by name), '[]')::text
          from (select name from flow_alert where status = 'firing' order by name limit 20) a) as alerts,
       (select count(*) from flow_alert where status = 'firing') as firing,
       (select count(*) from (select from event_backlog where state in (0, 1, 2) limit 10001) d) as waiting,
       (select count(*) from (select from event_backlog where state = 3 limit 10001) d) as dead
