-- The login of this very database: a copy of it under another name, or on another server, makes its own.
select l.role || ' ' || l.password
  from role_login l
  join pg_database d on d.oid = l.database and d.datname = current_database()
  join pg_roles r on r.rolname = l.role
 where l.kind = ?
