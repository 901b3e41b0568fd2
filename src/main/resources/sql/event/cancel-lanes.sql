-- The ordered subscriptions among those that wait for events of these types and keys.
select distinct d.subscription
from unnest(?::text[], ?::text[]) as a (type, key)
join dedupe k on k.source = 'hub' and k.key = a.key
join delivery d on d.event_id = k.event_id
where d.lane is not null
