-- Whether this user may make a role; null when it may.
select format('the database user %I may not create roles. Either: alter role %I createrole; or: create role hub_flow login'
              ' password ''…'', and set HUB_DB_FLOW_USER and HUB_DB_FLOW_PASSWORD', current_user, current_user)
  from pg_roles
 where rolname = current_user and not rolcreaterole and not rolsuper
