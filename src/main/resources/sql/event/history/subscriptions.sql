-- Every subscription with what waits for it. What can be many is counted up to :most.
select s.name, s.pattern, s.order_by, s.file, s.created_at,
       case when s.state = 'active' and s.run_at < now() - interval '1 minute' then 'unattended' else s.state end as state,
       case when s.paused_until > now() then s.paused_until end as paused_until,
       (select count(*) from (select from delivery d
                               where d.subscription = s.id and d.state = 0 limit :most) x) as waiting,
       (select count(*) from delivery d where d.subscription = s.id and d.state = 1) as running,
       (select count(*) from (select from delivery d
                               where d.subscription = s.id and d.state = 2 limit :most) x) as blocked,
       coalesce(dead.count, 0) as dead,
       (select d.run_at from delivery d where d.subscription = s.id and d.state = 0
         order by d.run_at limit 1) as due_since,
       p.begins_at as past_from, p.delivered as past_done, p.done_at is not null as past_finished,
       case when p.done_at is null then greatest(coalesce(p.expected, 0) - p.delivered, 0) else 0 end as past_remaining,
       case when p.done_at is null then past_failed(s.id, p.begins_at, p.until) else 0 end as past_failed
  from subscription s
  left join subscription_past p on p.subscription = s.id
  left join (select subscription, count(*)
               from (select subscription from delivery where state = 3 limit 100000) x
              group by 1) dead on dead.subscription = s.id
 order by s.name
