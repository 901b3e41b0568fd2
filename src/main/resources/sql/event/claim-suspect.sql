-- As claim.sql, for deliveries whose lease ran out twice without a word: one at a time, so that only the guilty one pays.
-- The pick is materialized: inside "in (…)" the planner may run it again and claim more than the limit.
-- The pause is asked by the subscription's number and not by the delivery's: joined, the planner expects one row, reads the
-- whole backlog and sorts it for each claim.
-- The event is fetched laterally, so that no statistics can talk the planner into reading whole partitions.
with pick as materialized (
  select id from delivery
  where subscription = ? and state = 0 and lost >= 2 and run_at <= now()
    and not exists (select from subscription s where s.id = ? and s.paused_until > now())
  order by run_at, id
  limit ?
  for update skip locked
),
claimed as (
  update delivery d
  set state = 1, claims = claims + 1, token = nextval('delivery_token'), lease_until = now() + ? * interval '1 millisecond'
  from pick
  where d.id = pick.id
  returning d.id, d.token, d.lane, d.claims, d.failures, d.run_at, d.event_id, d.event_at
)
select c.id as delivery, c.token, c.lane, c.claims, c.failures, c.event_id, c.event_at, e.*
from claimed c
join lateral (select * from event e where e.at = c.event_at and e.id = c.event_id) e on true
order by c.run_at, c.id
