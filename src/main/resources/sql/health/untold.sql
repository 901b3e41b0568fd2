-- Changes that the log has yet to hear of, with the version at which the system was up before. The return of a system is quiet when all
-- of the trouble before it was.
select t.system, t.version, t.status, t.previous, t.at, t.error, w.well,
       case when t.status = 'up' then (select case when not bool_or(b.quiet is null) then max(b.quiet) end
                                         from health_transition b
                                        where b.system = t.system and b.version > w.well and b.version < t.version) end as quiet
  from health_transition t
 cross join lateral (select coalesce(max(up.version), 0) as well
                       from health_transition up
                      where up.system = t.system and up.status = 'up' and up.version < t.version) w
 where not t.told
 order by t.at, t.version
 limit 100
