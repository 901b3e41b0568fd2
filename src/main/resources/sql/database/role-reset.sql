-- The statements that take back what a role has set for its own sessions.
select format('alter role %1$I reset all; alter role %1$I in database %2$I reset all', ?::text, current_database())
