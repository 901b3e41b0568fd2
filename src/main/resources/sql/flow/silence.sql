-- The time is counted by the database. An alert is named by its fingerprint, or by its name while it fires.
with silenced as (
  insert into flow_silence (fingerprint, until, by)
  select a.fingerprint, now() + cast(:#seconds as int) * interval '1 second', :#by
    from flow_alert a
   where a.fingerprint = :#alert or lower(a.name) = lower(:#alert) and a.status = 'firing'
  on conflict (fingerprint) do update set until = excluded.until, by = excluded.by, created_at = now(), ended = null
  returning fingerprint, until)
select a.fingerprint, a.name, a.origin, a.labels::text as labels,
       to_char(s.until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as until,
       to_char(s.until at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"') as until_text
  from silenced s
  join flow_alert a on a.fingerprint = s.fingerprint
 order by a.name, a.fingerprint
