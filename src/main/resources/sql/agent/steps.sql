select * from agent_step where run = :run and revision > :after order by seq
