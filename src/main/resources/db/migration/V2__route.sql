-- Route files over time.
--
--   route_version   what ran: a row each time that a file's content was put into service or taken out of it. The row with
--                   the highest id of a file is its last good version; it runs when the file is broken at a start.
--   route_refusal   the latest refused content of a file, until a good one replaces it.
--   route_folder_file   a row for each file that a hub ever saw in its folder. A file that stands here and is not in the
--                   folder was deleted there: the packaged file of the same path does not run in its place.
--
-- Rules that surprise:
--   * A file's version is its routes and the notice files that they name (notices: content by name); the hash is of both.
--   * A start with unchanged files adds no rows.
--   * A removed file leaves a row without content: from then on it has no last good version.
--   * Rows of route_folder_file are never taken away: what was deleted once stays deleted until the folder has a file of that
--     path again.
--   * Hubs that share a database have folders of their own. What one folder lacks says nothing about another one.

create table route_version (
  id      bigint generated always as identity primary key,
  file    text        not null,
  at      timestamptz not null,
  verdict text        not null check (verdict in ('applied', 'removed')),
  source  text        not null,
  hash    text,
  content text,
  notices jsonb       not null default '{}',
  diff    text        not null,
  -- what it would have done with the events of the days before, in a line; found some time after the row is written
  backtest text,
  check ((verdict = 'applied') = (content is not null and hash is not null))
);
create index route_version_file on route_version (file, id desc);

create table route_refusal (
  file     text        primary key,
  at       timestamptz not null,
  hash     text        not null,
  content  text        not null,
  problems jsonb       not null
);

create table route_folder_file (
  folder text        not null,
  file   text        not null,
  at     timestamptz not null,
  primary key (folder, file)
);
