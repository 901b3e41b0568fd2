-- All systems that are watched, by whichever hub.
select system from health_state order by system
