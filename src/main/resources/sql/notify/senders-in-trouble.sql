-- Senders in trouble: subscriptions of notices with deliveries that died within an hour, or that failed several times.
select subscription as name,
       count(*) filter (where state = 3) as dead,
       count(*) filter (where state < 3) as failing,
       (array_agg(error order by delivery desc) filter (where error is not null))[1] as error
  from event_backlog
 where pattern like 'notify.%'
   and (state = 3 and ended_at > now() - interval '1 hour' or state in (0, 1) and failures >= 3)
 group by subscription
 order by subscription
