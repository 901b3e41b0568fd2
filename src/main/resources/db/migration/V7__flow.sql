-- What the shipped flows remember, and the login of flows.
--
--   flow_alert    the alerts that monitoring told of, one row a fingerprint: what is firing now.
--   flow_silence  alerts that nobody wants to hear of until then. A row is read when an alert fires; what is over is overwritten
--                 by the next silence of the same alert, or deleted by the daily digest.
--   flow_login    one row a database, by its oid: a restored copy has another one and makes a role of its own.
--
-- sql: in a route asks the database as a role of its own, which owns nothing of the hub. The hub makes the role when a flow
-- first needs it, because roles belong to the whole server and are in no copy of a database.

create table flow_alert (
  fingerprint text        primary key,
  name        text        not null,
  status      text        not null check (status in ('firing', 'resolved')),
  starts_at   timestamptz,
  seen_at     timestamptz not null default now()
);

create table flow_silence (
  fingerprint text        primary key,
  until       timestamptz not null,
  by          text        not null,
  created_at  timestamptz not null default now()
);

create table flow_login (
  database oid  primary key,
  role     text not null,
  password text not null
);

create function flow_login_create(secret text) returns text
language plpgsql as $$
declare
  db   oid  := (select oid from pg_database where datname = current_database());
  name text := 'hub_flow_' || (select oid from pg_database where datname = current_database());
begin
  if not exists (select from pg_roles where rolname = name) then
    execute format('create role %I login connection limit 64', name);
  end if;
  insert into flow_login values (db, name, secret)
    on conflict (database) do update set role = excluded.role, password = excluded.password;
  return name;
end $$;

revoke execute on function flow_login_create(text) from public;
