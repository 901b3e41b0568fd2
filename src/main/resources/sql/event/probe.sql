truncate event_probe;
insert into event_probe (filler) select convert_to(repeat('x', 8000), 'UTF8') from generate_series(1, 8)
