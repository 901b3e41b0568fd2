-- The update of a request: its own, or else the open one of the container to the same image; none while there is one to another.
select * from docker_update
 where request = :request
    or engine = :engine and name = :name and outcome is null and image is not distinct from :image::text
 order by request = :request desc
 limit 1
