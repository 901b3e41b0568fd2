-- How systems were on each of the last 30 days (UTC), the oldest first: for how many seconds anything is known of one, and for how many
-- of them it was down or degraded. While no hub runs it counts as it was.
with spans as (
  select system, status, at as begin, coalesce(lead(at) over (partition by system order by version), now()) as finish
    from health_transition
   where system = any(:systems)
), days as (
  select day::date as day, day at time zone 'UTC' as begin, (day + interval '1 day') at time zone 'UTC' as finish
    from generate_series(date_trunc('day', now() at time zone 'UTC') - interval '29 days',
                         date_trunc('day', now() at time zone 'UTC'), interval '1 day') day
), parts as (
  select a.system, d.day, s.status,
         case when s.begin < d.finish then extract(epoch from least(s.finish, d.finish) - greatest(s.begin, d.begin)) end as seconds
    from days d
    cross join unnest(:systems) as a (system)
    left join spans s on s.system = a.system and s.begin < d.finish and s.finish > d.begin
)
select system, day,
       coalesce(sum(seconds), 0)::bigint as known,
       coalesce(sum(seconds) filter (where status = 'down'), 0)::bigint as down,
       coalesce(sum(seconds) filter (where status = 'degraded'), 0)::bigint as degraded
  from parts
 group by system, day
 order by system, day
