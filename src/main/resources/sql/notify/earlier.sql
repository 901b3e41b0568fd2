-- The messages that show the notice's key at the target now: of each part the latest one.
select distinct on (part) part, notice_id, remote
  from notice_send
 where target = :target and key = :key and state = 'accepted' and remote is not null and notice_id <> :notice
 order by part, notice_id desc
