-- The place that lies :window finished deliveries below another one.
select ended_at, id
  from delivery_history
 where ended_at <= :at and (ended_at, id) < (:at, :id)
 order by ended_at desc, id desc
offset :window
 limit 1
