-- The place that lies :window events above another one.
select at, id
  from event
 where at >= :at and (at, id) > (:at, :id) and at < :to
 order by at, id
offset :window
 limit 1
