-- Notices that people read, the book of what went to media, what notices may be answered with, and which targets are left
-- alone.
--
--   notice              the inbox. One row for a notice, or for all notices of a channel that share a key: the latest wins.
--   notice_send         one row for each message that a medium was asked to take. A long notice is several messages (parts).
--   notify_secret       one row: what tokens are derived from, so that a retried send has the same ones.
--   notice_token        the hash of a button's token: which notice, on which target, which of its actions. A token is
--                       128 bits; whoever has it may press that button, if it was made for the medium that tells of the press.
--   notice_decision     one row for a notice with buttons.
--   notify_destination  one row for a target that is disabled; see DisabledTargets.
--   telegram_chat       groups of Telegram that became supergroups: a message to the old number is refused with the new one.
--                       It happens to a group once, and never to a supergroup, so one step finds the present number.
--
-- The path of a part:
--
--              before the request            answer
--   (no row) --------------------> sending ----------> accepted     remote holds what the medium calls it
--                                   |    |
--                                   |    +-----------> refused      the medium will never take it
--                                   +----------------> failed       not taken, may be tried again
--
-- The path of a decision:
--
--            first send          a press by somebody who may, before it expires
--   (no row) ---------> open -------------------------------------------------> decided
--                         |
--                         +--- a later notice with the same key --------------> superseded
--
-- Rules that surprise:
--   * notice.latest is the notice that the row shows, notice.id the first one: an id that was handed out stays valid.
--   * Ids are UUIDs version 7, so a greater id is a later notice. Updates only go forward.
--   * A row that is found in state sending belongs to an attempt that never heard the answer, because the hub died or
--     the medium fell silent: the message may be there. The next attempt sends again and the row stays ambiguous.
--   * A retry begins at the first part that is not accepted.
--   * remote of an accepted part is what a later notice with the same target and key edits.
--   * Expiry is no state: an open decision whose time is over cannot be decided any more.
--   * cause is what decided: the same event, delivered again, finds that it decided and goes on.

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
create index notice_channel on notice (channel, updated_at);

create table notice_send (
  notice_id uuid        not null,
  target    text        not null,
  part      smallint    not null,
  -- that carried the notice to the target
  event_id  uuid,
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
-- The page asks every few seconds how each target does.
create index notice_send_accepted on notice_send (target, at) where state = 'accepted';
create index notice_send_not_accepted on notice_send (target, at) where state <> 'accepted';

create table notify_secret (
  one    bool primary key default true check (one),
  secret text not null
);
insert into notify_secret (secret) values (gen_random_uuid()::text || gen_random_uuid()::text);

create table notice_token (
  hash       text        primary key,
  notice_id  uuid        not null,
  target     text        not null,
  action     int         not null,
  created_at timestamptz not null default now()
);
create index notice_token_created on notice_token (created_at);

create table notice_decision (
  notice_id  uuid        primary key,
  channel    text        not null,
  key        text,
  target     text        not null,
  event_id   uuid        not null, -- that carried it there
  notice     jsonb       not null,
  state      text        not null default 'open' check (state in ('open', 'decided', 'superseded')),
  action     int,
  decided_by text,
  decided_at timestamptz,
  cause      uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index notice_decision_open on notice_decision (channel, key, notice_id) where state = 'open';
create index notice_decision_created on notice_decision (created_at);
-- Why a notice is as it is: what was pressed, and what it was before.
create index notice_decision_cause on notice_decision (cause) where cause is not null;
-- A press asks which notice of its key asks now.
create index notice_decision_key on notice_decision (channel, key, notice_id) where key is not null;

create table notify_destination (
  target      text        primary key,
  fingerprint text        not null,
  reason      text        not null,
  since       timestamptz not null default now()
);

create table telegram_chat (
  chat     text        primary key,
  moved_to text        not null,
  at       timestamptz not null default now()
);
