select * from agent_run where id = :id
