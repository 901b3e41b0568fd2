-- Delivers the next page of its past to a subscription, and remembers how far it got: in one statement, so that no event comes
-- twice or never. What was taken back is not delivered, nor what the subscription got meanwhile (by hand); and what others still
-- wait for comes when they get it. At most so many events are looked at.
with scanned as materialized (
  select e.at, e.id, '.' || e.type ~ ? as wanted
  from event e
  where e.at >= ? and (e.at, e.id) > (?, ?) and e.at <= ?
  order by e.at, e.id
  limit ?
),
page as materialized (
  select at, id from scanned where wanted order by at, id limit ?
),
put as (
  insert into delivery (subscription, event_id, event_at, lane, state, run_at)
  select s.id, e.id, e.at, event_lane(s.order_by, e.type, e.source, e.subject, e.content_type, e.data),
         case s.order_by when 'none' then 0 else 2 end,
         coalesce((select max(o.run_at) from delivery o where o.event_id = e.id and o.claims = 0 and o.run_at > now()), now())
  from page
  join lateral (select * from event e where e.at = page.at and e.id = page.id) e on true
  join subscription s on s.id = ?
  where not exists (select from delivery d where d.event_id = e.id and d.subscription = s.id)
    and not exists (select from delivery_history h
                    where h.event_id = e.id and (h.outcome = 'cancelled' or h.subscription = s.id))
  order by e.at, e.id
  returning subscription, lane
),
reached as (
  select at, id from (table page union all select at, id from scanned where (select count(*) from page) < ?) x
  order by at desc, id desc
  limit 1
),
ended as (
  select (select count(*) from scanned) < ? and (select count(*) from page) < ? as ended
),
moved as (
  update subscription_past p
  set at = coalesce((select at from reached), p.at), id = coalesce((select id from reached), p.id),
      delivered = p.delivered + (select count(*) from put),
      batch = ?, filled_at = clock_timestamp(),
      done_at = case when (select ended from ended) then clock_timestamp() end
  where p.subscription = ?
  returning p.subscription
)
select (select count(*) from put), array(select distinct lane from put where lane is not null) from moved
