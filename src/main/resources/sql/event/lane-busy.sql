-- Two questions, so that each of the two partial indexes on lanes answers one.
select exists (select from delivery d
                where d.subscription = s.id and d.lane = :lane and d.state in (0, 1))
    or exists (select from delivery d
                where d.subscription = s.id and d.lane = :lane and d.state = 2)
  from (select coalesce((select id from subscription where name = :group), -1) as id) s
