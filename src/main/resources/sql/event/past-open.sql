-- The next subscription that gets a page of its past: nothing that is due waits for it, and not too much of its past stands failed.
-- Another hub may be at work on others.
select p.subscription, p.types, p.until, p.at, p.id, p.batch, s.order_by,
       extract(epoch from clock_timestamp() - p.filled_at) * 1000 as took_ms
from subscription_past p
join subscription s on s.id = p.subscription
where p.done_at is null and p.expected is not null
  and s.state = 'active' and (s.paused_until is null or s.paused_until <= now())
  and not exists (select from delivery d where d.subscription = p.subscription and d.state = 0 and d.run_at <= now())
  and past_failed(p.subscription, p.begins_at, p.until) < 100
order by p.filled_at
limit 1
for update of p skip locked
