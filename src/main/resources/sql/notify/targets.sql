-- How the targets did whose ids are in the JSON array :targets. The inbox has no book of sends: its notices tell.
with failing as (
  select target, count(*) as failures,
         (array_agg(error order by at desc) filter (where error is not null))[1] as last_error
    from notice_send
   where state in ('refused', 'failed') and at > now() - interval '24 hours'
   group by target)
select t.target,
       case when t.target like '%/inbox' then
         (select max(updated_at) from notice where channel = split_part(t.target, '/', 1))
       else
         (select max(at) from notice_send where target = t.target and state = 'accepted')
       end as last_sent,
       coalesce(f.failures, 0) as failures, f.last_error, d.since as disabled_since, d.reason as disabled_because
  from jsonb_array_elements_text(:targets::jsonb) as t (target)
  left join failing f on f.target = t.target
  left join notify_destination d on d.target = t.target
