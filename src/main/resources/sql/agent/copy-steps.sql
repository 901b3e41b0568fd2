-- A fork has the steps of the turns before the one that it is forked from, and goes on from there.
with fork as (
  select turn from agent_step where run = :from and seq = :step
), copied as (
  insert into agent_step (run, seq, turn, kind, state, name, call, arguments, result, thinking, calls, request, tools,
      tokens_in, tokens_out, cost, took_ms, first_ms, error, decision, taint, revision, planned, begun, ended)
  select cast(:to as uuid), s.seq, s.turn, kind, case when s.state in ('planned', 'begun', 'asked') then 'cancelled' else s.state end,
      name, call, arguments, result, thinking, calls, request, tools,
      tokens_in, tokens_out, cost, took_ms, first_ms, error, decision, taint, 1, planned, begun, coalesce(s.ended, clock_timestamp())
  from agent_step s, fork
  where s.run = :from and s.turn < fork.turn
  on conflict do nothing
  returning seq, turn
)
update agent_run
set turn = coalesce((select max(turn) + 1 from copied), 0), seq = coalesce((select max(seq) from copied), 0)
where id = :to and turn = 0
