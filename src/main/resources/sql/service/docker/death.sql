-- A container ended; what is older than a day is of no use.
with old as (delete from docker_death where at < :at::timestamptz - interval '1 day')
insert into docker_death (engine, container, name, at) values (:engine, :container, :name, :at)
  on conflict do nothing
