-- Senders in trouble: subscriptions of notices with deliveries that died within an hour, or that failed several times.
select s.name,
       count(*) filter (where d.state = 3) as dead,
       count(*) filter (where d.state < 3) as failing,
       (array_agg(d.error order by d.id desc) filter (where d.error is not null))[1] as error
  from subscription s
  join delivery d on d.subscription = s.id
 where s.pattern like 'notify.%'
   and (d.state = 3 and d.ended_at > now() - interval '1 hour' or d.state in (0, 1) and d.failures >= 3)
 group by s.name
 order by s.name
