-- What notices may be answered with, and which targets are left alone.
--
--   notify_secret       one row: what tokens are derived from, so that a retried send has the same ones.
--   notice_token        the hash of a button's token: which notice, on which target, which of its actions. A token is
--                       128 bits; whoever has it may press that button, if it was made for the medium that tells of the press.
--   notice_decision     one row for a notice with buttons.
--   notify_destination  one row for a target that is disabled; see Destinations.
--
-- The path of a decision:
--
--            first send          a press by somebody who may, before it expires
--   (no row) ---------> open -------------------------------------------------> decided
--                         |
--                         +--- a later notice with the same key --------------> superseded
--
-- Rules that surprise:
--   * Expiry is no state: an open decision whose time is over can not be decided any more.
--   * cause is what decided: the same event, delivered again, finds that it decided and goes on.

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

create table notify_destination (
  target      text        primary key,
  fingerprint text        not null,
  reason      text        not null,
  since       timestamptz not null default now()
);
