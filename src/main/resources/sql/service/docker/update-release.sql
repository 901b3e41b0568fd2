update docker_update set holder = null, leased_until = now() + :pause * interval '1 second'
 where id = :id and holder = :holder and outcome is null
