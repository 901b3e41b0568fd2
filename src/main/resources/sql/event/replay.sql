-- Delivers stored events anew. What is in order starts blocked and is promoted after.
insert into delivery (subscription, event_id, event_at, lane, state)
select t.id, e.id, e.at,
       event_lane(t.order_by, e.type, e.source, e.subject, e.content_type, e.data),
       case t.order_by when 'none' then 0 else 2 end
from event e
join unnest(?::int[], ?::text[], ?::text[]) as t (id, regex, order_by) on '.' || e.type ~ t.regex
where e.at >= ? and e.at < ?
  and (?::uuid is null or e.id = ?::uuid)
  and (?::text is null or '.' || e.type ~ ?::text)
  and (?::text is null or e.source = ?::text)
  and (?::text is null or e.subject = ?::text)
order by e.at, e.id
returning subscription, lane
