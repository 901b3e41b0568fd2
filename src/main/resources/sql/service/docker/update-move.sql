-- How far an update has come; only its holder may say so.
update docker_update
   set phase = :phase, old_id = :oldId, new_id = :newId, old_image = :oldImage, new_image = :newImage,
       version = :version, link = :link, reason = :reason, log = :log, steps = :steps::jsonb, exchanged = :exchanged,
       outcome = :outcome, ended_at = case when :outcome::text is null then null else now() end
 where id = :id and holder = :holder and outcome is null
