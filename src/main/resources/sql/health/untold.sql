-- Changes that the log has yet to hear of, with the version at which the system was up before, and why its trouble is quiet.
select t.system, t.version, t.status, t.previous, t.at, t.error, s.quiet,
       (select coalesce(max(up.version), 0)
          from health_transition up
         where up.system = t.system and up.status = 'up' and up.version < t.version) as well
  from health_transition t
  join health_state s on s.system = t.system
 where not t.told
 order by t.at, t.version
 limit 100
