-- What is older than any history that is shown, but for the last changes of a system.
delete from health_transition t
 using health_state s
 where s.system = :system and t.system = s.system and t.told and t.at < now() - interval '100 days' and t.version < s.version - 100
