-- A model's answer counts only for the turn that it was asked in, and while the run goes on.
update agent_run
set turn = turn + 1, seq = :seq, open = :open, state = :state, answer = :answer, pause = null,
    revision = revision + 1,
    tokens_in = tokens_in + :tokensIn, tokens_out = tokens_out + :tokensOut,
    cost = case when cast(:cost as numeric) is null then cost else coalesce(cost, 0) + cast(:cost as numeric) end,
    ended = case when :state = 'done' then clock_timestamp() end
where id = :run and turn = :turn and state in ('running', 'waiting')
returning revision
