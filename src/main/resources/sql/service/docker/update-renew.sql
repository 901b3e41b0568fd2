update docker_update set leased_until = now() + :lease * interval '1 second'
 where id = :id and holder = :holder and outcome is null
