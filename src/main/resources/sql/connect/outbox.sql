-- What the hub installs in a database whose tables it is told of: one outbox, which the changes of all tables are written to
-- in the very transactions that make them, so that none is lost and none is told that did not happen.
create schema if not exists hub;

create table if not exists hub.outbox (
  id     bigint      generated always as identity primary key,
  at     timestamptz not null default clock_timestamp(),
  name   text        not null,
  op     text        not null,
  key    text,
  before jsonb,
  after  jsonb,
  large  boolean     not null default false
);

-- It runs as its owner, so that who may write a table needs no right here. Its arguments are the columns of the primary key.
create or replace function hub.capture() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  old_row jsonb := case when tg_op in ('UPDATE', 'DELETE') then to_jsonb(old) end;
  new_row jsonb := case when tg_op in ('INSERT', 'UPDATE') then to_jsonb(new) end;
  big     boolean;
begin
  if tg_op = 'UPDATE' and old_row = new_row then
    return null;
  end if;
  big := coalesce(octet_length(old_row::text), 0) + coalesce(octet_length(new_row::text), 0) > 262144;
  insert into hub.outbox (name, op, key, before, after, large)
  values (tg_table_schema || '.' || tg_table_name, lower(tg_op),
          (select string_agg(coalesce(new_row, old_row) ->> tg_argv[i], '/' order by i) from generate_series(0, tg_nargs - 1) i),
          case when not big then old_row end, case when not big then new_row end, big);
  perform pg_notify('hub_outbox', '');
  return null;
end $$;
