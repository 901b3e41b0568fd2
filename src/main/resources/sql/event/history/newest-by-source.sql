-- The newest event of each source, as far as the last 20,000 events tell.
select distinct on (source) id, at, type, source, subject, time, cause, 0 as size
  from (select * from event order by at desc, id desc limit 20000) as recent
 order by source, at desc, id desc
