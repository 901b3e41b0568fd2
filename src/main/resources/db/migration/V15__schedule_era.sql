-- A schedule whose clock was set back begins a new era: ticks that fired while the clock was ahead do not make those of the same
-- time, when it really comes, duplicates. last_tick no more only moves forward.
alter table schedule add era int not null default 0;
