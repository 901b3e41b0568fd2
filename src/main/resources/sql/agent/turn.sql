-- A model's answer counts only for the turn that it was asked in, and while the run goes on. It is put down with the calls that
-- it wants, in one statement; no row is the answer of one that came too late.
with turn as (
  update agent_run
  set turn = turn + 1, seq = :seq, open = :open, state = :state, answer = :answer, pause = null,
      revision = revision + 1,
      tokens_in = tokens_in + :tokensIn, tokens_out = tokens_out + :tokensOut,
      cost = case when cast(:cost as numeric) is null then cost else coalesce(cost, 0) + cast(:cost as numeric) end,
      ended = case when :state = 'done' then clock_timestamp() end
  where id = :run and turn = :turn and state in ('running', 'waiting')
  returning revision
)
insert into agent_step (run, seq, turn, kind, state, name, call, arguments, result, thinking, calls, request, tools,
    tokens_in, tokens_out, cost, took_ms, first_ms, error, decision, revision, ended)
select :run, s.seq, :turn, s.kind, s.state, s.name, s.call, s.arguments, s.result, s.thinking, s.calls, s.request, s.tools,
    s.tokens_in, s.tokens_out, s.cost, s.took_ms, s.first_ms, s.error, s.decision, turn.revision,
    case when s.over then clock_timestamp() end
from turn, json_to_recordset(cast(:steps as json)) as s (
    seq int, kind text, state text, name text, call text, arguments text, result text, thinking text, calls jsonb,
    request text, tools text, tokens_in bigint, tokens_out bigint, cost numeric, took_ms bigint, first_ms bigint,
    error text, decision text, over boolean)
