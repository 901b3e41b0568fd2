-- Indexes of models that are forgotten.
do $$
declare
  index text;
begin
  for index in
    select c.relname
      from pg_class c
     where c.relkind = 'i' and c.relname ~ '^chunk_embedding_hnsw_\d+$' and c.relnamespace = current_schema()::regnamespace
       and not exists (select from embedding_model m where c.relname = 'chunk_embedding_hnsw_' || m.id)
  loop
    execute format('drop index %I', index);
  end loop;
end $$
