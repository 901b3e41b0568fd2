-- Whether this user may make a role of the kind; null when it may.
select format('the database user %1$I may not create roles. Either: alter role %1$I createrole; or: create role hub_%2$s login'
              ' password ''…'', and set HUB_DB_%3$s_USER and HUB_DB_%3$s_PASSWORD', current_user, k.kind, upper(k.kind))
  from pg_roles r
 cross join (select cast(? as text) as kind) k
 where rolname = current_user and not rolcreaterole and not rolsuper
