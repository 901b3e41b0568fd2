insert into token (name, hash, scope, created_by, expires_at)
values (:name, :hash, :scope, :createdBy, :expiresAt)
returning *
