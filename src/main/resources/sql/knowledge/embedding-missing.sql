-- Pieces of the tenant that a model has not seen yet.
select c.id, c.text, c.headings
  from chunk c
 where not exists (select from chunk_embedding e where e.model = :model and e.chunk = c.id)
   and c.id <> all (cast(:refused as bigint[]))
 order by c.id
 limit :limit
