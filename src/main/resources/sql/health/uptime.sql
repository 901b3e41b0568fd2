-- The share of the last day, week and month, as far back as anything is known, in which a system was not down.
with spans as (
  select status, at as begin, coalesce(lead(at) over (order by version), now()) as finish
    from health_transition
   where system = :system
), parts as (
  select d.days, status,
         extract(epoch from least(finish, now()) - greatest(begin, now() - make_interval(days => d.days))) as seconds
    from (values (1), (7), (30)) d(days)
    join spans on finish > now() - make_interval(days => d.days)
)
select days, (coalesce(sum(seconds) filter (where status <> 'down'), 0) / nullif(sum(seconds), 0))::float8 as share
  from parts
 group by days
 order by days
