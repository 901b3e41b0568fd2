-- Remembers the alert, and tells until when it is silenced. An old firing that comes late does not undo its end.
with seen as (
  insert into flow_alert as a (fingerprint, name, status, starts_at, origin, labels)
  values (:#fingerprint, :#name, :#status, cast(:#startsAt as timestamptz), :#origin, cast(:#matched as jsonb))
  on conflict (fingerprint) do update set
    name = excluded.name, status = excluded.status, starts_at = excluded.starts_at,
    origin = excluded.origin, labels = excluded.labels, seen_at = now()
    where a.starts_at is null or excluded.starts_at is null or a.starts_at <= excluded.starts_at
  returning fingerprint)
select to_char(s.until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as until
  from flow_silence s
 where s.fingerprint = :#fingerprint and s.until > now()
