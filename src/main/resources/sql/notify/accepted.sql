select part from notice_send
 where notice_id = :notice and target = :target and state = 'accepted'
