-- An alert is named by its fingerprint, or by its name. What is over needs no end.
delete from flow_silence s
 using flow_alert a
 where a.fingerprint = s.fingerprint and s.until > now() and (a.fingerprint = :#alert or lower(a.name) = lower(:#alert))
returning a.fingerprint, a.name, a.origin, a.labels::text as labels
