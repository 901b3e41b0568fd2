-- The time is counted by the database. An alert is named by its fingerprint, or by its name while it fires.
insert into flow_silence as s (fingerprint, until, by)
select a.fingerprint, now() + cast(:#seconds as int) * interval '1 second', :#by
  from flow_alert a
 where a.fingerprint = :#alert or lower(a.name) = lower(:#alert) and a.status = 'firing'
on conflict (fingerprint) do update set until = excluded.until, by = excluded.by, created_at = now()
returning (select a.name from flow_alert a where a.fingerprint = s.fingerprint) as name,
          to_char(until at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"') as until
