select exists (
  select from notice_send
   where notice_id = :notice and target = :target and part = :part and state = 'sending')
