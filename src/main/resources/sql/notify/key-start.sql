select remote from notice_send
 where target = :target and key = :key and state = 'accepted' and remote is not null
 order by notice_id, part limit 1
