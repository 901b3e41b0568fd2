-- The log has heard of a change; why it is quiet is kept until the system is up, or its trouble is told after all.
with told as (
  update health_transition set told = true where system = :system and version = :version
)
update health_state set quiet = :quiet
 where system = :system and quiet is distinct from :quiet and version >= :version
