-- An alert is named by its fingerprint, or by its name. What is over needs no end, except that a second attempt for the same message finds
-- what the first one ended: this statement commits apart from the delivery.
update flow_silence s set until = least(s.until, now()), ended = :#${header.ce-id}
  from flow_alert a
 where a.fingerprint = s.fingerprint
   and (s.until > now() or s.ended = :#${header.ce-id})
   and (a.fingerprint = :#alert or lower(a.name) = lower(:#alert))
returning a.fingerprint, a.name, a.origin, a.labels::text as labels
