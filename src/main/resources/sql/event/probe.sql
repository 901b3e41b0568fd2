-- A dump of the database lets nobody truncate; it is not waited for.
set local lock_timeout = '500ms';
truncate event_probe;
insert into event_probe (filler) select convert_to(repeat('x', 8000), 'UTF8') from generate_series(1, 8)
