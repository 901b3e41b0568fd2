-- Trouble that lasts and was not told, for a reason that may be over.
select t.system, t.version, t.status, t.previous, t.at, t.error, t.quiet,
       (select coalesce(max(up.version), 0)
          from health_transition up
         where up.system = t.system and up.status = 'up' and up.version < t.version) as well
  from health_state s
  join health_transition t on t.system = s.system and t.version = s.version and t.told
 where t.quiet is not null and s.status <> 'up'
