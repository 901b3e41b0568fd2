-- Whether the schema flow is there or can be made; null when so.
select format('the database user %I may not create the schema flow. Run: create schema flow authorization %I', current_user, current_user)
  from (select cast(? as text) as role) p
 where to_regnamespace('flow') is null and not has_database_privilege(current_database(), 'create')
