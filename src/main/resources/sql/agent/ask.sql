with step as (
  update agent_step s
  set state = 'asked', revision = r.revision + 1
  from agent_run r
  where s.run = :run and s.seq = :seq and s.state in ('planned', 'begun') and r.id = s.run and r.state in ('running', 'waiting')
  returning s.seq
)
update agent_run r
set revision = r.revision + 1,
    state = case when exists (
      select from agent_step o
      where o.run = r.id and o.state in ('planned', 'begun') and o.seq <> (select seq from step)) then 'running' else 'waiting' end
from step
where r.id = :run
returning r.revision
