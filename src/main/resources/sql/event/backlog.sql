-- The engine's numbers. Every count goes over a partial index; waiting ones stop at a million.
with waiting as (
  select s.state = 'active' as active,
         case when s.state = 'active' and coalesce(s.paused_until, '-infinity') < now()
              then (select min(d.run_at) from delivery d where d.subscription = s.id and d.state = 0) end as due,
         (select count(*) from (select from delivery d
                                 where d.subscription = s.id and d.state = 0 limit 1000000) as counted) as deliveries
    from subscription s
),
lonely as (
  select name from subscription where state = 'active' and run_at < now() - interval '1 minute'
),
throttled as (
  select name, paused_since from subscription
   where state = 'active' and paused_until > now() - interval '30 seconds' and paused_since < now() - interval '5 minutes'
)
select coalesce(sum(deliveries) filter (where active), 0)                                      as waiting,
       coalesce(sum(deliveries) filter (where not active), 0)                                  as parked,
       (select count(*) from delivery where state = 1)                                         as running,
       (select count(*) from delivery where state = 2 and lane is not null)                    as blocked,
       (select count(*) from delivery where state = 3)                                         as dead,
       (select string_agg(name, ', ' order by name)
          from (select name from lonely order by name limit 3) as first)                        as unattended,
       (select count(*) from lonely)                                                           as unattended_count,
       (select string_agg(name || ' since ' || to_char(paused_since at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'), ', ' order by name)
          from (select * from throttled order by name limit 3) as first)                        as throttled,
       greatest(coalesce(extract(epoch from now() - min(due)), 0), 0)::float8                  as oldest_waiting
  from waiting
