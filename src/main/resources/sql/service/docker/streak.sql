-- The row of ends that one at this time belongs to, each within an hour of the one before: when it began, and how many with this one.
select coalesce(last.first, :at) as first, coalesce(last.count, 0) + 1 as count
  from (select 1) one
  left join lateral (
    select first, count from docker_death
     where engine = :engine and name = :name and at < :at and at >= :at::timestamptz - interval '1 hour'
     order by at desc limit 1) last on true
