update notice_send
   set state = :state, ambiguous = ambiguous or :ambiguous, remote = :remote::jsonb, error = :error,
       at = now()
 where notice_id = :notice and target = :target and part = :part
