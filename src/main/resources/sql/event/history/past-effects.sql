-- What a file of routes made of events, with what came of that again, oldest first. Of an event that was replayed, only what came of
-- it the first time. A page ends at :limit rows, or where its data is too much to hold.
with recursive own as (
  select s.id from subscription s where s.file = :file or s.name = any (:groups)
),
came as (
  select r.id as root, e.at, e.id, e.hops
    from unnest(cast(:ids as uuid[])) as r (id)
    join event e on e.cause = r.id and e.at >= :horizon
   where exists (select from delivery_history h
                  where h.event_id = e.cause and h.id = e.cause_delivery and h.ended_at >= :horizon
                    and h.subscription in (select id from own)
                    and not exists (select from delivery_history f
                                     where f.event_id = h.event_id and f.subscription = h.subscription
                                       and f.outcome = 'done' and f.id < h.id and f.ended_at >= :horizon))
  union all
  select c.root, e.at, e.id, e.hops
    from came c
    join event e on e.cause = c.id and e.at >= :horizon
   where c.hops < 64
     and exists (select from delivery_history h
                  where h.event_id = e.cause and h.id = e.cause_delivery and h.ended_at >= :horizon
                    and h.subscription in (select id from own)
                    and not exists (select from delivery_history f
                                     where f.event_id = h.event_id and f.subscription = h.subscription
                                       and f.outcome = 'done' and f.id < h.id and f.ended_at >= :horizon))
)
select *
  from (
    select c.root, e.id, e.at, e.type, e.source, e.subject, e.time, e.key, e.content_type, e.traceparent, e.cause, e.cause_delivery,
           e.hops, e.data,
           sum(octet_length(e.data)) over (order by c.at, c.id) - octet_length(e.data) as bytes_before
      from came c
      join event e on e.at = c.at and e.id = c.id
     where (c.at, c.id) > (:at, :id)
     order by e.at, e.id
     limit :limit) as page
 where bytes_before < :bytes
 order by at, id
