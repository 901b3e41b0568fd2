-- What the hub shows in the schema of flows, for the role that only reads.
do $$
declare
  role text := current_setting('hub.flow_role');
begin
  if not has_table_privilege(role, 'flow.flow_silence', 'select') then
    execute format('grant usage on schema flow to %I', role);
    execute format('grant select on flow.event, flow.delivery, flow.subscription, flow.event_log, flow.event_backlog, flow.health_state, flow.flow_alert, flow.flow_silence to %I', role);
  end if;
end $$
