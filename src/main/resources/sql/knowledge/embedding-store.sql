-- The embeddings of pieces; what is gone in the meantime, a piece or the model, is left out.
with given as (
  select chunk, cast(embedding as real[]) as embedding, cast(code as varbit) as code
    from unnest(cast(:chunks as bigint[]), cast(:embeddings as text[]), cast(:codes as text[])) as g (chunk, embedding, code)
   where exists (select from chunk c where c.id = g.chunk)
     and exists (select from embedding_model m where m.id = :model)
),
exact as (
  insert into chunk_embedding (model, chunk, tenant, embedding)
  select :model, chunk, :tenant, embedding from given
      on conflict do nothing
)
insert into chunk_code (model, chunk, tenant, code)
select :model, chunk, :tenant, code from given
    on conflict do nothing
