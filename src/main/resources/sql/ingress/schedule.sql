-- How far a schedule has come. A new one begins now, and so does one with another cron line.
insert into schedule (name, cron, last_tick) values (:name, :cron, :now)
on conflict (name) do update
   set cron = excluded.cron,
       last_tick = case when schedule.cron = excluded.cron then schedule.last_tick else excluded.last_tick end
returning last_tick, era
