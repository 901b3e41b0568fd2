-- Asks for an update of a container. An open one of the same container, or one of the same request, is left as it is.
with old as (delete from docker_update where ended_at < now() - interval '90 days')
insert into docker_update (engine, name, image, request, asked_by, notice, patience_ms)
select :engine, :name, :image, :request, :by,
       coalesce((select name || '/' || substr(replace(digest, 'sha256:', ''), 1, 12)
                   from docker_image
                  where engine = :engine and name = :name and :image::text is null
                    -- the notice of an image that the container has by now is of before
                    and told_at > coalesce((select max(ended_at) from docker_update
                                             where engine = :engine and name = :name and outcome = 'updated'), '-infinity')),
                :name || '/' || extract(epoch from now())::bigint),
       :patience
  on conflict do nothing
