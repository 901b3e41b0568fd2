-- What the shipped flows remember, and the logins that have less than the hub's.
--
--   flow_alert    the alerts that monitoring told of, one row a fingerprint: what is firing now. origin and
--                 labels are what it takes to silence it where it comes from; without an origin it can only be silent in chat.
--   flow_silence  alerts that nobody wants to hear of until then. A row is read when an alert fires; what is over is overwritten
--                 by the next silence of the same alert, or deleted by the daily digest. ended is the message that lifted it: sql: commits apart
--                 from the delivery, and a second attempt for the same message must find what the first one ended.
--   role_login    one row a database and kind, by the database's oid: a restored copy has another one and makes roles of its own.
--
-- sql: in a route asks the database as a role of its own (flow), which owns nothing of the hub, and query: as one that only
-- reads (read). The hub makes a role when it is first needed, because roles belong to the whole server and are in no copy of a
-- database.

create table flow_alert (
  fingerprint text        primary key,
  name        text        not null,
  status      text        not null check (status in ('firing', 'resolved')),
  starts_at   timestamptz,
  origin      text        check (origin in ('grafana', 'alertmanager')),
  labels      jsonb       not null default '{}',
  seen_at     timestamptz not null default now()
);

create table flow_silence (
  fingerprint text        primary key,
  until       timestamptz not null,
  by          text        not null,
  created_at  timestamptz not null default now(),
  ended       text
);

create table role_login (
  database oid  not null,
  kind     text not null check (kind in ('flow', 'read')),
  role     text not null,
  password text not null,
  primary key (database, kind)
);

create function role_login_create(purpose text, secret text) returns text
language plpgsql as $$
declare
  db   oid  := (select oid from pg_database where datname = current_database());
  name text := format('hub_%s_%s', purpose, db);
begin
  if not exists (select from pg_roles where rolname = name) then
    execute format('create role %I login connection limit 64', name);
  end if;
  insert into role_login values (db, purpose, name, secret)
    on conflict (database, kind) do update set role = excluded.role, password = excluded.password;
  return name;
end $$;

revoke execute on function role_login_create(text, text) from public;
