-- Schedules: how far each of them has come, for the ticks that nobody was there to see.
--
-- Every hub of a database fires every tick; the event log stores the first, because the tick is the delivery key.
-- last_tick is therefore no lock: it only moves forward, and only behind a committed event. A schedule whose cron
-- line or zone changed starts anew: the old last_tick says nothing about the new line.

create table schedule (
  name      text        primary key,
  cron      text        not null,
  last_tick timestamptz not null
);
