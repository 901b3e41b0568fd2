-- How the systems are, what is firing, and what waits.
select (select coalesce(json_agg(json_build_object('system', system, 'status', status, 'error', error,
                 'since', to_char(since at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"')) order by system), '[]')::text
          from health_state) as systems,
       (select coalesce(json_agg(name order by name), '[]')::text from flow_alert where status = 'firing') as alerts,
       (select count(*) from delivery where state in (0, 1, 2)) as waiting,
       (select count(*) from delivery where state = 3) as dead
