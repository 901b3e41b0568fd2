select remote from notice_send
 where target = :target and thread = :thread and state = 'accepted' and remote is not null
 order by notice_id, part limit 1
