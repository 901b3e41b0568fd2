-- Who may use the API and the pages, and what they did with them.
--
--   token     bearer tokens, as SHA-256: whoever reads this table cannot use one. A revoked token stays as a record.
--   session   cookies of browsers, as SHA-256. A session carries the right of the token that opened it (issuer is
--             that token's hash) and ends with it; the administrator's own token is configuration and has no row.
--   sign_in_code  codes of links that sign a browser in, as SHA-256: each is taken once and soon ends. Such a link stands in
--             logs, histories and chats, so it must be worth nothing when somebody finds it there.
--   audit     every change that somebody asked for, and failed logins. Append-only: a trigger refuses the rest. Each
--             row contains the hash of the row before it, so that a removed or altered row shows (audit_break()).

create table token (
  id           bigint generated always as identity primary key,
  name         text        not null,
  hash         bytea       not null unique check (length(hash) = 32),
  scope        text        not null check (scope in ('viewer', 'operator', 'editor', 'admin')),
  created_by   text        not null,
  created_at   timestamptz not null default now(),
  expires_at   timestamptz,
  last_used_at timestamptz,
  revoked_at   timestamptz
);
create unique index token_name on token (name) where revoked_at is null;

create table session (
  hash       bytea       primary key check (length(hash) = 32),
  issuer     bytea       not null check (length(issuer) = 32),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index session_expires on session (expires_at);

create table sign_in_code (
  hash       bytea       primary key check (length(hash) = 32),
  -- the token that the session will stand for, as in session
  issuer     bytea       not null check (length(issuer) = 32),
  expires_at timestamptz not null
);

create table audit (
  id      bigint      primary key,
  at      timestamptz not null,
  actor   text        not null,
  action  text        not null,
  target  text,
  address text,
  outcome text        not null,
  detail  jsonb,
  hash    bytea       not null
);
create index audit_at on audit (at desc);

create function audit_hash(previous bytea, entry audit) returns bytea language sql stable as $$
  select sha256(coalesce(previous, ''::bytea) || convert_to(jsonb_build_array(entry.id, extract(epoch from entry.at),
    entry.actor, entry.action, entry.target, entry.address, entry.outcome, entry.detail)::text, 'UTF8'))
$$;

-- One writer at a time: the chain has no branches. Changes by hand are rare enough for that.
create function audit_chained() returns trigger language plpgsql as $$
declare
  previous audit;
begin
  perform pg_advisory_xact_lock(hashtext('hub.audit'));
  select * into previous from audit order by id desc limit 1;
  new.id := coalesce(previous.id, 0) + 1;
  new.at := clock_timestamp();
  new.hash := audit_hash(previous.hash, new);
  return new;
end $$;
create trigger audit_chained before insert on audit for each row execute function audit_chained();

create function audit_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'audit is append-only: % refused', tg_op;
end $$;
create trigger audit_append_only before update or delete or truncate on audit
  for each statement execute function audit_append_only();

-- The first row that is not what was written, or that follows a gap; null when the chain is whole.
create function audit_break() returns bigint language sql stable as $$
  select min(a.id) from (
    select audit as entry, audit.id, audit.hash, lag(audit.hash) over (order by audit.id) as previous,
      audit.id - row_number() over (order by audit.id) as gap
    from audit) a
  where a.gap <> 0 or a.hash <> audit_hash(a.previous, a.entry)
$$;
