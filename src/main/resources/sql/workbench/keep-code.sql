insert into sign_in_code (hash, issuer, expires_at)
values (:hash, :issuer, now() + make_interval(secs => :seconds))
returning expires_at
