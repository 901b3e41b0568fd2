-- Whether all attempts failed since a time before :since, and there were enough of them: a hub that was down that long
-- has tried nothing.
with taken as (
  select max(at) as at from notice_send where target = :target and state = 'accepted'
)
select coalesce((select at <= :since from taken), true)
   and coalesce(sum(attempts), 0) >= :attempts
   and coalesce(bool_or(notice_id < :before), false)
  from notice_send
 where target = :target and state <> 'accepted' and at > coalesce((select at from taken), '-infinity')
