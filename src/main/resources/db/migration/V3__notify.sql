-- Notices that people read, and the book of what went to media.
--
--   notice        the inbox. One row for a notice, or for all notices of a channel that share a key: the latest wins.
--   notice_send   one row for each message that a medium was asked to take. A long notice is several messages (parts).
--
-- The path of a part:
--
--              before the request            answer
--   (no row) --------------------> sending ----------> accepted     remote holds what the medium calls it
--                                   |    |
--                                   |    +-----------> refused      the medium will never take it
--                                   +----------------> failed       not taken, may be tried again
--
-- Rules that surprise:
--   * notice.latest is the notice that the row shows, notice.id the first one: an id that was handed out stays valid.
--   * Ids are UUIDs version 7, so a greater id is a later notice. Updates only go forward.
--   * A row that is found in state sending belongs to an attempt that never heard the answer, because the hub died or
--     the medium fell silent: the message may be there. The next attempt sends again and the row stays ambiguous.
--   * A retry begins at the first part that is not accepted.
--   * remote of an accepted part is what a later notice with the same target and key edits.

create table notice (
  id          uuid        primary key,
  latest      uuid        not null,
  event_id    uuid        not null,
  channel     text        not null,
  key         text,
  thread      text,
  title       text,
  text        text        not null,
  severity    text        not null,
  fields      jsonb       not null default '[]',
  link        jsonb,
  actions     jsonb       not null default '[]',
  attachments jsonb       not null default '[]',
  updates     int         not null default 0,
  created_at  timestamptz not null,
  updated_at  timestamptz not null
);
create unique index notice_key on notice (channel, key) where key is not null;
create index notice_updated on notice (updated_at desc, id desc);

create table notice_send (
  notice_id uuid        not null,
  target    text        not null,
  part      smallint    not null,
  key       text,
  thread    text,
  state     text        not null check (state in ('sending', 'accepted', 'refused', 'failed')),
  ambiguous boolean     not null default false,
  attempts  int         not null default 1,
  remote    jsonb,
  error     text,
  at        timestamptz not null default now(),
  primary key (notice_id, target, part)
);
create index notice_send_key on notice_send (target, key, notice_id desc) where key is not null;
create index notice_send_thread on notice_send (target, thread, notice_id) where thread is not null;
create index notice_send_at on notice_send (at);
