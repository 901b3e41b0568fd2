-- Makes dead letters of what nobody has begun; a retry lets it go on.
with found as materialized (
  select id from delivery
  where id = any (?) and state in (0, 2) and claims = 0 and collected_by is null
  order by id
  for update
)
update delivery d
set state = 3, reason = 'stopped', error = ?, ended_at = clock_timestamp()
from found f
where d.id = f.id
returning d.id, d.subscription, d.lane
