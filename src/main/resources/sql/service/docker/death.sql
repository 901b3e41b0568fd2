-- A container ended; what is older than a day is of no use. It takes the row of ends that it belongs to from the end before it.
with old as (delete from docker_death where at < :at::timestamptz - interval '1 day'),
last as (
  select first, count from docker_death
   where engine = :engine and name = :name and at < :at and at >= :at::timestamptz - interval '1 hour'
   order by at desc limit 1
)
insert into docker_death (engine, container, name, at, first, count)
select :engine, :container, :name, :at, coalesce((select first from last), :at), coalesce((select count from last), 0) + 1
  on conflict do nothing
