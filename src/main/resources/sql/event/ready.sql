-- Which of these subscriptions have something to do: the truth behind every wake-up hint.
select s.id,
       exists (select from delivery d
               where d.subscription = s.id and d.state = 0 and d.lost >= 2 and d.run_at <= now()) as suspects
from subscription s
where s.id = any (?) and (s.paused_until is null or s.paused_until <= now())
  and exists (select from delivery d where d.subscription = s.id and d.state = 0 and d.run_at <= now())
