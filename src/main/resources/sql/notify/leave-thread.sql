update notice_send set thread = null
 where target = :target and thread = :thread and notice_id < :notice
