-- Schedules, and what the doors last heard of things that have a state: an alert that fires, a monitor that is down.
--
--   schedule        how far each schedule has come, for the ticks that nobody was there to see.
--   ingress_state   the last status of each thing that a source told of.
--   ingress_answer  what a flow returned to a request that another hub of the database holds, for the seconds until that hub takes it.
--
-- Rules of schedules:
--   * Every hub of a database fires every tick; the event log stores the first, because the tick is the delivery key.
--     last_tick is therefore no lock: it only moves forward, and only behind a committed event.
--   * A schedule whose cron line or zone changed starts anew: the old last_tick says nothing about the new line.
--   * A schedule whose clock was set back begins a new era, and last_tick goes back with it: ticks that fired while the clock
--     was ahead do not make those of the same time, when it really comes, duplicates.
--
-- Rules of states:
--   * Senders give names to things, not to changes: an alert that fires, is resolved and fires again may come with the same
--     fingerprint and the same start. So each change gets a number here, and the number is part of the event's delivery key.
--   * A row only chooses the key. Whether an event is a duplicate is still decided by its key, at its append: a request that
--     failed between the two gets the same number when it is repeated.

create table schedule (
  name      text        primary key,
  cron      text        not null,
  last_tick timestamptz not null,
  era       int         not null default 0
);

-- number    of the last change, or of the last repetition that was told; 0 for the first that was heard
-- occasion  the number with which it was last told that the thing is in trouble
-- since     when the sender says that it began, in microseconds since 1970
-- sender    the group of things that told of it last
-- told_at   when the number was given
create table ingress_state (
  source   text        not null,
  thing    text        not null,
  status   text        not null,
  since    bigint,
  sender   text        not null,
  number   bigint      not null,
  occasion bigint      not null,
  repeated boolean     not null,
  told_at  timestamptz not null,
  primary key (source, thing)
);
create index ingress_state_told_at on ingress_state (told_at);

create sequence ingress_change;

-- Whoever waits looks here; a row that nobody took is of no use a minute later, and is as good as gone after a crash.
create unlogged table ingress_answer (
  event        uuid        primary key,
  status       int         not null,
  content_type text        not null,
  body         bytea       not null,
  written_at   timestamptz not null default clock_timestamp()
);

-- What the watch on a Docker engine has seen. Every hub watches the engine that it is told of, and the keys of the events make
-- each happen once.
--
--   docker_engine  how far the events of an engine are stored, by the engine's own id.
--   docker_death   when containers ended, for a day: how often one did in a row, and since when, and whether an end that the list of containers shows is
--                  known, when the engine itself has forgotten its events.

create table docker_engine (
  engine text        primary key,
  seen   timestamptz not null
);

create table docker_death (
  engine    text        not null,
  container text        not null,
  name      text        not null,
  at        timestamptz not null,
  first     timestamptz not null,
  count     int         not null,
  primary key (engine, container, at)
);

create index docker_death_by_name on docker_death (engine, name, at);

-- Updates of containers to a newer image, and the newer images that were told of.
--
--   docker_image   the image that a container was last told to have an update to: each digest is told once.
--   docker_update  one update, and how far it has come. Whoever holds the lease goes on with it; when a hub is killed another, or the
--                  same one after its start, takes it up at its phase. Each phase can be done again.
--
-- Phases: asked, pulled (the new image is here), created (the new container is made, the old one still runs, or the two are being
-- exchanged), started (the new one runs under the name), healthy (the old one can go), failed (it is taken back). At most one update of
-- a container is open.

create table docker_image (
  engine  text        not null,
  name    text        not null,
  digest  text        not null,
  told_at timestamptz not null default now(),
  primary key (engine, name)
);

-- request  names who asked, so that a step that is repeated finds its update
-- notice   what the notices of the update have in common
-- holder   the hub that works on it, until leased_until
-- exchanged  whether the old container has to be put back, or was: one that is cut off in between must end with the same word
create table docker_update (
  id           bigint      generated always as identity primary key,
  engine       text        not null,
  name         text        not null,
  image        text,
  request      text        not null,
  asked_by     text        not null,
  notice       text        not null,
  patience_ms  bigint      not null,
  phase        text        not null default 'asked',
  old_id       text,
  new_id       text,
  old_image    text,
  new_image    text,
  version      text,
  link         text,
  reason       text,
  log          text,
  steps        jsonb       not null default '[]',
  exchanged    boolean     not null default false,
  outcome      text,
  holder       text,
  leased_until timestamptz not null default now(),
  begun_at     timestamptz not null default now(),
  ended_at     timestamptz
);

create unique index docker_update_open on docker_update (engine, name) where outcome is null;
create unique index docker_update_request on docker_update (request);
create index docker_update_old on docker_update (old_id);
create index docker_update_new on docker_update (new_id);
-- What the watch on object storage (hub.s3.watch) knows. Notifications can be lost, and a list of what is there finds what they
-- should have told; each change is told once, whoever tells it first.
--
--   object_watch  the places that are watched, and which hub looks at one just now.
--   object_known  what was there at the last look.
--   object_told   the changes of the last month, and the delivery key that the event of each has.
--
-- Rules:
--   * A row of object_told only chooses the key: whether an event is a duplicate is decided by its key, at its append. So a hub
--     that dies between the two, or a notification whose request failed, repeats the key and loses nothing.
--   * A notification and a look tell of the same change when the object, its etag and the time of the change are the same; times
--     of lists may be whole seconds. Of a removal the look knows no time: one that was told since the object was last seen, and
--     is of a time after it was stored, is the same. Where this cannot be known, the change is told twice rather than never.
--   * The own key of a look has the number of the last opposite change: a file that is removed and restored has all that it had.
--   * A look holds its place for a minute after each page. Two that overlap do no harm, for they choose the same keys.

-- since  when the place was first looked at; what is older is not told where the configuration says so
-- whole  whether a first look came to its end
create table object_watch (
  storage    text        not null,
  place      text        not null,
  since      timestamptz not null default clock_timestamp(),
  whole      boolean     not null default false,
  holder     uuid,
  held_until timestamptz not null default '-infinity',
  looked_at  timestamptz not null default '-infinity',
  primary key (storage, place)
);

-- seen_at  when the list was asked for that the row is from
create table object_known (
  storage  text        not null,
  place    text        not null,
  key      text        collate "C" not null,
  etag     text        not null,
  size     bigint      not null,
  modified timestamptz not null,
  seen_at  timestamptz not null,
  primary key (storage, place, key)
);

-- notification  the key that the door made of it; null while only a look has told of it
create table object_told (
  id           bigint      generated always as identity primary key,
  source       text        not null,
  bucket       text        not null,
  key          text        not null,
  removed      boolean     not null,
  etag         text        not null,
  at           timestamptz not null,
  event_key    text        not null,
  notification text,
  told_at      timestamptz not null default clock_timestamp(),
  unique (source, event_key)
);
create index object_told_of on object_told (source, bucket, key, id);
create index object_told_at on object_told using brin (told_at);
