update delivery d
set lease_until = now() + ? * interval '1 millisecond'
from unnest(?::bigint[], ?::bigint[]) as a (id, token)
where d.id = a.id and d.token = a.token and d.state = 1
returning d.id, d.token
