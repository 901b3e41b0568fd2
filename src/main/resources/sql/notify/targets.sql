-- How targets did. The inbox has no book of sends: its notices tell.
with sends as (
  select target,
         max(at) filter (where state = 'accepted') as last_sent,
         count(*) filter (where state in ('refused', 'failed') and at > now() - interval '24 hours') as failures,
         (array_agg(error order by at desc)
            filter (where error is not null and state <> 'accepted' and at > now() - interval '24 hours'))[1] as last_error
    from notice_send
   group by target
  union all
  select channel || '/inbox', max(updated_at), 0, null from notice group by channel)
select coalesce(s.target, d.target) as target, s.last_sent, coalesce(s.failures, 0) as failures, s.last_error,
       d.since as disabled_since, d.reason as disabled_because
  from sends s
  full join notify_destination d on d.target = s.target
