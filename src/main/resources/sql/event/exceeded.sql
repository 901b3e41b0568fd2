-- Which of these keys have no place left.
select key from passed p
where subscription = ? and key = any (?)
  and (select count(*) from unnest(p.at) as done (at)
       where done.at > clock_timestamp() - ? * interval '1 millisecond') >= ?
