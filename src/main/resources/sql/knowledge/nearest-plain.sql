-- The body without pgvector. Two bits a dimension find candidates (about 0.99 of the ten nearest are among the nearest 40 by bits),
-- and the embeddings of these say how near they are. Both are unnested in the select list: as a function in "from" each would be
-- written into a store first, which takes longer than the product.
create or replace function knowledge_nearest(meaning real[], coded varbit, of_model int, within text, most int)
returns table (chunk bigint, similarity double precision)
language plpgsql stable rows 40 security definer set search_path from current as $$
#variable_conflict use_column
begin
  return query
  with candidate as materialized (
    select c.chunk
      from chunk_code c
     where c.model = of_model and c.tenant = current_setting('hub.tenant', true)
       and (within is null or c.chunk in (select knowledge_of(within)))
       and meaning is not null
     order by bit_count(c.code # coded)
     limit most + 80
  )
  select e.chunk, (select sum(a.x * a.y) from (select unnest(e.embedding) as x, unnest(meaning) as y) a)::double precision as similarity
    from candidate c
    join chunk_embedding e on e.model = of_model and e.chunk = c.chunk
   order by similarity desc, e.chunk
   limit most;
end $$
