-- The schema of flows: what they read of the hub, as views, and room for tables of their own.
do $$
declare
  role text := current_setting('hub.flow_role');
  lock regprocedure;
begin
  -- The hub's order and its turns hang on advisory locks, which anybody may take otherwise. It is a superuser's to say.
  if has_function_privilege(role, 'pg_advisory_lock(bigint)', 'execute')
     and (select rolsuper from pg_roles where rolname = current_user) then
    for lock in select oid from pg_proc
                where pronamespace = 'pg_catalog'::regnamespace and proname ~ '^pg_(try_)?advisory_' loop
      execute format('revoke execute on function %s from public', lock);
    end loop;
  end if;
  create schema if not exists flow;
  if to_regclass('flow.health_state') is null then
    create view flow.event_log as select type, source, at from event_log;
    create view flow.event_backlog as select subscription, state, due_at from event_backlog;
    create view flow.event as select type, source, at from event_log;
    create view flow.delivery as select subscription_id as subscription, state, due_at as run_at from event_backlog;
    create view flow.subscription as select id, name from event_subscription;
    create view flow.health_state as select system, status, error, since from health_state
      where watched_at > now() - interval '10 minutes';
    create view flow.flow_alert as select * from flow_alert;
    create view flow.flow_silence as select * from flow_silence;
  end if;
  if not has_schema_privilege(role, 'flow', 'create')
     or not has_table_privilege(role, 'flow.flow_silence', 'delete') then
    execute format('grant usage, create on schema flow to %I', role);
    execute format('grant select on flow.event, flow.delivery, flow.subscription, flow.event_log, flow.event_backlog, flow.health_state to %I', role);
    execute format('grant select, insert, update, delete on flow.flow_alert, flow.flow_silence to %I', role);
  end if;
end $$
