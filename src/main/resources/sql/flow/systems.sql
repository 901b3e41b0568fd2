-- All systems that ever said how they are.
select system from health_state order by system
