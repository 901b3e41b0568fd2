insert into agent_run (id, agent, task, conversation, tenant, person, origin, taint, parent, parent_step, depth,
    definition, instructions, history, budget, forked_from, forked_step)
values (:id, :agent, :task, :conversation, :tenant, :person, cast(:origin as jsonb), :taint, :parent, :parentStep, :depth,
    :definition, :instructions, :history, cast(:budget as jsonb), :forkedFrom, :forkedStep)
on conflict (id) do nothing
