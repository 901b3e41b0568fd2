-- The update of a request: its own, or else the open one of the container, which it found when it asked.
select * from docker_update
 where request = :request or engine = :engine and name = :name and outcome is null
 order by request = :request desc
 limit 1
