-- Whether a container ended because of an update: in the middle of one, as the new one that was taken back, or as the old one.
select exists (select from docker_update
                where engine = :engine
                  and (old_id = :container and (outcome is null or outcome = 'updated')
                    or new_id = :container and (outcome is null or outcome <> 'updated')))
