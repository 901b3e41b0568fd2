select exists (
  select from notice_send
   where at > now() - interval '1 hour' and target = :target and notice_id <> :notice
     and remote ->> 'answers' = :answers)
