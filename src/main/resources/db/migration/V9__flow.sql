-- What the shipped flows remember.
--
--   flow_alert    the alerts that monitoring told of, one row a fingerprint: what is firing now.
--   flow_silence  alerts that nobody wants to hear of until then. A row is read when an alert fires; what is over is overwritten
--                 by the next silence of the same alert, or deleted by the daily digest.

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
