-- Whether the log could take an event now, asked where nobody sends any.
--
-- Emptied and filled at each question: a table that must grow tells of a full disk, where an update in place succeeds.
-- Unlogged, so that a question costs no write-ahead log besides its commit.

create unlogged table event_probe (
  filler bytea not null
);
alter table event_probe alter column filler set storage plain;
