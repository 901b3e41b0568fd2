insert into agent_step (run, seq, turn, kind, state, name, call, arguments, result, thinking, calls, request, tools,
    tokens_in, tokens_out, cost, took_ms, first_ms, error, decision, revision, ended)
values (:run, :seq, :turn, :kind, :state, :name, :call, :arguments, :result, :thinking, cast(:calls as jsonb), :request, :tools,
    :tokensIn, :tokensOut, :cost, :took, :first, :error, :decision, :revision, case when :ended then clock_timestamp() end)
