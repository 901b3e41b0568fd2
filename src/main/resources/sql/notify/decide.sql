-- The first wins. The same cause again, after a crash, finds that it won. The notice of the inbox moves with it.
with decided as (
  update notice_decision
     set state = 'decided', action = :action, decided_by = :by, cause = :cause, decided_at = coalesce(decided_at, :now)
   where notice_id = :notice
     and (state = 'open' and expires_at > :now or state = 'decided' and cause = :cause and action = :action)
  returning notice_id, channel, key, decided_at
),
moved as (
  update notice n
     set updated_at = greatest(n.updated_at, d.decided_at)
    from decided d
   where d.notice_id in (n.id, n.latest) or n.channel = d.channel and n.key = d.key
)
select count(*) from decided
