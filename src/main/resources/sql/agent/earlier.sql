select * from (
  select * from agent_run
  where conversation = :conversation and tenant = :tenant and agent = :agent and id <> :run and state = 'done'
    and started > clock_timestamp() - interval '7 days'
  order by started desc
  limit :most
) last
order by started
