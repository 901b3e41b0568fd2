insert into session (hash, issuer, expires_at)
values (:hash, :issuer, now() + make_interval(secs => :seconds))
