-- What the hub itself sent with a key.
select k.event_id
from dedupe k
join lateral (select from event e where e.at = k.at and e.id = k.event_id and e.type = :type) e on true
where k.source = 'hub' and k.key = :key
