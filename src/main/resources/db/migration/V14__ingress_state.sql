-- What the doors last heard of things that have a state: an alert that fires, a monitor that is down.
--
-- Senders give names to things, not to changes: an alert that fires, is resolved and fires again may come with the same
-- fingerprint and the same start. So each change gets a number here, and the number is part of the event's delivery key. A row
-- only chooses the key. Whether an event is a duplicate is still decided by its key, at its append: a request that
-- failed between the two gets the same number when it is repeated.
--
--   number    of the last change, or of the last repetition that was told; 0 for the first that was heard
--   occasion  the number with which it was last told that the thing is in trouble
--   since     when the sender says that it began, in microseconds since 1970
--   sender    the group of things that told of it last
--   told_at   when the number was given

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
