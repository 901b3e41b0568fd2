select id, name, scope, coalesce(last_used_at < now() - interval '1 minute', true) as stale from token
where hash = :hash and revoked_at is null and (expires_at is null or expires_at > now())
