select remote from notice_send
 where notice_id = :notice and target = :target and state = 'accepted' and remote is not null
 order by part limit 1
