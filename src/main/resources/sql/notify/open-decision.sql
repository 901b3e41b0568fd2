-- A retry, and the notice's other targets, find the decision there.
insert into notice_decision (notice_id, channel, key, target, notice, created_at, expires_at)
values (:notice, :channel, :key, :target, :json::jsonb, :now, :expires)
on conflict (notice_id) do nothing
