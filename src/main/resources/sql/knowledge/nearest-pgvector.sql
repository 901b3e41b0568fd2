-- The body with pgvector: the model's own index, which is partial, so that its number and its dimension must stand in the statement.
-- It is one of all tenants, and a scan of it ends after so many rows (https://github.com/pgvector/pgvector#iterative-index-scans), which
-- may all be those of others. So the pieces of a small tenant or source are all compared: small is of whose pieces a scan would not meet
-- enough among those of all.
create or replace function knowledge_nearest(meaning real[], coded varbit, of_model int, within text, most int)
returns table (chunk bigint, similarity double precision)
language plpgsql stable rows 40 security definer set search_path from current
set hnsw.iterative_scan = relaxed_order set hnsw.ef_search = 64 set hnsw.max_scan_tuples = 100000 set hnsw.scan_mem_multiplier = 8 as $$
declare
  few constant int := greatest(500, (select reltuples * 0.002 from pg_class where oid = 'chunk_embedding'::regclass));
  mine text := 'select e.chunk, e.embedding from chunk_embedding e'
               ' where e.model = %1$s and e.tenant = current_setting(''hub.tenant'', true)'
               ' and ($2 is null or e.chunk in (select knowledge_of($2)))';
  counted int;
begin
  if meaning is null then
    return;
  end if;
  execute format('select count(*) from (' || mine || ' limit $1) as counted_pieces', of_model) into counted using few + 1, within;
  if counted > few then
    mine := mine || ' order by (e.embedding::halfvec(%2$s)) <=> $1::halfvec(%2$s) limit $4';
  end if;
  return query execute format(
    'with mine as materialized (' || mine || ')'
    ' select m.chunk, (1 - ((m.embedding::halfvec(%2$s)) <=> $1::halfvec(%2$s)))::double precision as similarity'
    '   from mine m order by similarity desc, m.chunk limit $3',
    of_model, array_length(meaning, 1))
  using meaning, within, most, most + 20;
end $$
