-- The latest notice that a message shows.
select notice_id from notice_send
 where remote is not null and split_part(target, '/', 2) = :medium
   and :message in (remote ->> 'ts', remote ->> 'id', remote ->> 'message')
   and (remote ->> 'chat' is null or remote ->> 'chat' = split_part(:conversation, '/', 2))
 order by at desc limit 1
