-- A retry, and the notice's other targets, find the decision there.
insert into notice_decision (notice_id, channel, key, target, event_id, notice, created_at, expires_at)
values (:notice, :channel, :key, :target, :event, :json::jsonb, :now, :expires)
on conflict (notice_id) do nothing
