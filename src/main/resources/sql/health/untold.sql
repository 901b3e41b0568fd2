-- Changes that the log has yet to hear of, with the version at which the system was up before.
select system, version, status, previous, at, error,
       (select coalesce(max(up.version), 0)
          from health_transition up
         where up.system = t.system and up.status = 'up' and up.version < t.version) as well
  from health_transition t
 where not told
 order by at, version
 limit 100
