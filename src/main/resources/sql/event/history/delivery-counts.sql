-- How many deliveries of each of these events are in which state.
select event_id, state, count(*) as count
  from (
    select d.event_id, delivery_state(d.state, s.state, s.paused_until) as state
      from delivery d
      join subscription s on s.id = d.subscription
     where d.event_id = any(cast(:ids as uuid[]))
    union all
    select h.event_id, h.outcome
      from delivery_history h
     where h.event_id = any(cast(:ids as uuid[])) and h.ended_at >= :from) as both_tables
 group by 1, 2
