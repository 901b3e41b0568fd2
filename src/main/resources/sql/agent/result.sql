-- A result counts once, and while its run goes on. The answer is how many calls of the turn are open then; none when the
-- result came too late. A run of which all open calls wait for people waits itself.
with step as (
  update agent_step s
  set state = :state, result = :result, error = :error, decision = coalesce(:decision, s.decision), taint = :taint,
      took_ms = :took, ended = clock_timestamp(), revision = r.revision + 1
  from agent_run r
  where s.run = :run and s.seq = :seq and s.state in (:from) and r.id = s.run and r.state in ('running', 'waiting')
  returning s.seq
)
update agent_run r
set open = open - 1, revision = r.revision + 1,
    taint = case when cast(:taint as text) is null or :taint = any (taint) then taint else taint || cast(:taint as text) end,
    state = case
      when open - 1 > 0 and not exists (
        select from agent_step o
        where o.run = r.id and o.state in ('planned', 'begun') and o.seq <> (select seq from step)) then 'waiting'
      else 'running' end
from step
where r.id = :run
returning r.open
