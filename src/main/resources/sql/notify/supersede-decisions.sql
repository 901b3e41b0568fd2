update notice_decision set state = 'superseded'
 where channel = :channel and key = :key and notice_id < :notice and state = 'open'
