update notice_send set remote = null
 where target = :target and key = :key and part = :part and notice_id <= :notice
