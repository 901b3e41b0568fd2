insert into notice_token (hash, notice_id, target, action) values (:hash, :notice, :target, :action)
on conflict do nothing
