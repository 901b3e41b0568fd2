with step as (
  update agent_step s
  set state = 'planned', begun = null, decision = :decision, arguments = coalesce(:edited, s.arguments), revision = r.revision + 1
  from agent_run r
  where s.run = :run and s.seq = :seq and s.state = 'asked' and r.id = s.run and r.state in ('running', 'waiting')
  returning s.seq
)
update agent_run r
set revision = r.revision + 1, state = 'running'
from step
where r.id = :run
returning r.revision
