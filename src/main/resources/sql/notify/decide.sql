-- The first wins. The same cause again, after a crash, finds that it won.
update notice_decision
   set state = 'decided', action = :action, decided_by = :by, cause = :cause, decided_at = coalesce(decided_at, :now)
 where notice_id = :notice
   and (state = 'open' and expires_at > :now or state = 'decided' and cause = :cause and action = :action)
