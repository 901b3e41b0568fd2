-- Makes the role and writes its password down; the name is one of this database, because roles are the whole server's.
select role_login_create(?, ?)
