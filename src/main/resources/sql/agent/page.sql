select * from agent_run
where (cast(:agent as text) is null or agent = :agent)
  and (cast(:state as text) is null or state = :state)
  and (cast(:conversation as text) is null or conversation = :conversation)
  and (cast(:before as timestamptz) is null or (started, id) < (cast(:before as timestamptz), cast(:last as uuid)))
order by started desc, id desc
limit :limit
