-- The tables of flows, those that are there and those to come, for the role that only reads.
do $$
declare
  role text := current_setting('hub.flow_role');
  own  regclass;
begin
  execute format('alter default privileges in schema flow grant select on tables to %I', role);
  for own in select oid from pg_class
              where relnamespace = 'flow'::regnamespace and relkind in ('r', 'p', 'v', 'm') and pg_get_userbyid(relowner) = current_user
  loop
    execute format('grant select on %s to %I', own, role);
  end loop;
end $$
