-- The place that lies :window events below another one.
select at, id
  from event
 where at <= :at and (at, id) < (:at, :id) and at >= :from
 order by at desc, id desc
offset :window
 limit 1
