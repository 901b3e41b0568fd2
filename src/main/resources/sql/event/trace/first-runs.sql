-- How many first runs of a version are known.
select count(*)
  from trace
 where route = :route and kept = 'edited' and version is not distinct from :version::text
