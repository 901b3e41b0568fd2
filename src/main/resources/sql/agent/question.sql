insert into approval (number, run, seq, kind, tool, arguments, why, expires)
select :number, :run, :seq, :kind, coalesce(:tool, s.name), coalesce(:arguments, s.arguments), :why, :expires
from (select) one
left join agent_step s on s.run = :run and s.seq = :seq
