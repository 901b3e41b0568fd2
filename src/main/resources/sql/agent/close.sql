-- The end of a run without an answer: what it still wanted is done no more, and nobody needs to decide about it.
with run as (
  update agent_run
  set state = :state, error = :error, ended = clock_timestamp(), open = 0, pause = null, revision = revision + 1
  where id = :run and state in ('running', 'waiting')
  returning id, revision
), steps as (
  update agent_step s
  set state = 'cancelled', ended = clock_timestamp(), revision = run.revision
  from run
  where s.run = run.id and s.state in ('planned', 'begun', 'asked')
), questions as (
  update approval a
  set state = 'cancelled', decided = clock_timestamp()
  from run
  where a.run = run.id and a.state = 'open'
)
select revision from run
