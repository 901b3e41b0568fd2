-- The body with pgvector: the model's own index, which is partial, so that its number and its dimension must stand in the statement.
-- https://github.com/pgvector/pgvector#iterative-index-scans: it goes on until enough rows are the tenant's.
create or replace function knowledge_nearest(meaning real[], coded varbit, of_model int, within text, most int)
returns table (chunk bigint, similarity double precision)
language plpgsql stable security definer set search_path from current set hnsw.iterative_scan = relaxed_order set hnsw.ef_search = 100 as $$
begin
  if meaning is not null then
    return query execute format(
      'with near as materialized ('
      ' select e.chunk, 1 - ((e.embedding::halfvec(%2$s)) <=> $1::halfvec(%2$s)) as similarity'
      '   from chunk_embedding e'
      '  where e.model = %1$s and e.tenant = current_setting(''hub.tenant'', true)'
      '    and ($2 is null or e.chunk in (select knowledge_of($2)))'
      '  order by (e.embedding::halfvec(%2$s)) <=> $1::halfvec(%2$s)'
      '  limit $3)'
      ' select n.chunk, n.similarity from near n order by n.similarity desc, n.chunk',
      of_model, array_length(meaning, 1))
    using meaning, within, most;
  end if;
end $$
