-- The body without pgvector. Two bits a dimension find candidates (about 0.99 of the ten nearest are among the nearest 40 by bits),
-- and the embeddings of these say how near they are.
create or replace function knowledge_nearest(meaning real[], coded varbit, of_model int, within text, most int)
returns table (chunk bigint, similarity double precision)
language sql stable security definer set search_path from current as $$
  with candidate as materialized (
    select c.chunk
      from chunk_code c
     where c.model = of_model and c.tenant = current_setting('hub.tenant', true)
       and (within is null or c.chunk in (select knowledge_of(within)))
       and meaning is not null
     order by bit_count(c.code # coded)
     limit 2 * most + 40
  )
  select e.chunk, (select sum(a.x * a.y) from unnest(e.embedding, meaning) as a (x, y))::double precision as similarity
    from candidate c
    join chunk_embedding e on e.model = of_model and e.chunk = c.chunk
   order by similarity desc, e.chunk
   limit most
$$
