-- A row that is still 'sending' is of an attempt that never heard the answer.
insert into notice_send as s (notice_id, target, part, event_id, key, thread, state)
values (:notice, :target, :part, :event, :key, :thread, 'sending')
on conflict (notice_id, target, part) do update set
  ambiguous = s.ambiguous or s.state = 'sending', state = 'sending', attempts = s.attempts + 1, error = null, at = now()
  where s.state <> 'accepted'
