-- The log has heard of a change; why people were not told of it is kept.
update health_transition set told = true, quiet = :quiet where system = :system and version = :version
