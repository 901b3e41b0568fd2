-- No row when the target was disabled already, for the same login.
insert into notify_destination as d (target, fingerprint, reason)
values (:target, :fingerprint, :reason)
on conflict (target) do update set fingerprint = excluded.fingerprint, reason = excluded.reason, since = now()
  where d.fingerprint <> excluded.fingerprint
