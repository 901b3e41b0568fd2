-- How every system was and is.
--
--   health_state        the last settled status of each system, one row for all hubs of this database.
--   health_transition   every change of it. A row is told to the log as event health.<system>.<status>, then marked.
--   health_maintenance  systems that are worked on until then, as somebody said; '*' is all of them.
--
-- The path of a change: a hub sees a status some polls in a row, updates health_state at the version that it knows, and
-- in the same statement writes the transition. Of several hubs one wins; the others find the version moved and adopt it.
-- Whoever finds an untold transition appends its event with the key <system>/<version>, so that two who find it append one.
--
-- Rules that surprise:
--   * The first "up" of a system is stored and not told: a start is not news.
--   * The trouble of a system is quiet while what it depends on is down, or while it is worked on: its event says so, and flows
--     that tell people leave it out. quiet says why, until its trouble is told after all, because the reason is over. A return is quiet when
--     nothing of the trouble before it was told.
--   * A system that is not up belongs to the hub that said so (reporter): hubs with different views of it (each has its own
--     disk) would otherwise take turns. Others may end it when that hub has been silent for two minutes, or make it worse.
--   * What no hub has watched for ten minutes (watched_at, written each minute) is no system any more: flows do not see it.

create table health_state (
  system     text        primary key,
  status     text        not null check (status in ('up', 'degraded', 'down')),
  since      timestamptz not null,
  version    bigint      not null,
  error      text,
  reporter   text        not null,
  seen_at    timestamptz not null default now(),
  watched_at timestamptz not null default now()
);

create table health_transition (
  system   text        not null,
  version  bigint      not null,
  status   text        not null,
  previous text        not null,
  at       timestamptz not null,
  error    text,
  told     boolean     not null,
  quiet    text,
  primary key (system, version)
);
create index health_transition_untold on health_transition (at) where not told;

create table health_maintenance (
  system text        primary key,
  until  timestamptz not null,
  by     text        not null
);
