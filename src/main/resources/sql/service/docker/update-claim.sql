-- Takes the oldest update of an engine that nobody works on.
update docker_update set holder = :holder, leased_until = now() + :lease * interval '1 second'
 where id = (select id from docker_update
              where outcome is null and engine = :engine and leased_until <= now()
              order by id limit 1 for update skip locked)
returning *
