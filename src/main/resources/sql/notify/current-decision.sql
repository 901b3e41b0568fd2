-- The row keeps the id of the key's first notice, the decision has the id of its own.
select d.notice_id
  from notice n
  join notice_decision d on d.channel = n.channel and d.key = n.key
 where n.id = :notice
 order by d.notice_id desc
 limit 1
