-- What such a role must not have; null when it has none of it. A member of the hub's role, or of those of Postgres
-- that read files and run programs, would have their rights.
select case
         when r.oid is null then format('there is no role %I', p.role)
         when r.rolsuper or r.rolcreaterole or r.rolcreatedb or r.rolreplication or r.rolbypassrls or r.rolname = current_user
           then format('the role %I has powers of its own; it must be neither the hub''s user nor superuser, createrole, createdb, replication or bypassrls', p.role)
         when exists (select from pg_auth_members m where m.member = r.oid)
           then format('the role %I is a member of other roles; revoke them', p.role)
         when has_schema_privilege(r.oid, current_schema(), 'create')
           then format('everybody may create in the schema %I. Run: revoke create on schema %I from public', current_schema(), current_schema())
       end
  from (select cast(? as text) as role) p
  left join pg_roles r on r.rolname = p.role
