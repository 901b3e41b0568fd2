-- What the hub can find again by meaning and by words, and what it was told to remember.
--
--   document          one row a document of a source (a bucket, a folder, a flow), by its path there; also what could not be read, and why.
--   chunk             its text in pieces, each with the headings above it and its place in the document's text.
--   memory            facts, which people and flows write and correct: one row a name.
--   chunk_words       the pieces by their words, in the language of the document.
--   chunk_embedding   the pieces by their meaning, as one model sees it; chunk_code the same in few bits, to find candidates fast.
--   embedding_model   the models: one answers (active), one may be on its way (building).
--   knowledge_tenant  all tenants, for what works through all of them.
--
-- The path of a document: its bytes are hashed; what is there with this hash is left alone. Else its old pieces go and the new ones come
-- in one transaction, so that a search finds the one or the other, whole.
--
-- Rules that surprise:
--   * Whoever reads or writes says for which tenant (hub.tenant, for one transaction). The tables show the rows of this tenant
--     to everybody, their owner too. A superuser would see past that, so the hub takes a role that is none.
--   * chunk_words is the exception: an index on words cannot be used through a row policy (its operator is not leakproof), so its
--     owner is let through. The functions that search run as the owner, look at the tenant themselves, and give away nothing but
--     the numbers of pieces, which are read from chunk.
--   * knowledge_nearest has two bodies, of which the hub chooses one when it first needs it: with pgvector's index, or without.
--   * Embeddings are of length 1, so that a dot product is the cosine.

create table knowledge_tenant (
  tenant text primary key
);

create table document (
  id           uuid        primary key,
  tenant       text        not null,
  source       text        not null,
  path         text        not null,
  title        text,
  content_type text,
  language     text,
  hash         bytea       not null,
  bytes        bigint      not null,
  version      text,
  state        text        not null check (state in ('stored', 'refused')),
  reason       text,
  truncated    boolean     not null default false,
  chunks       int         not null default 0,
  -- the event whose flow stored it, and who sent that
  event_id     uuid,
  by           text,
  created_at   timestamptz not null default now(),
  changed_at   timestamptz not null default now(),
  unique (tenant, source, path)
);
create index document_changed on document (tenant, changed_at desc, id desc);

create table chunk (
  id       bigint generated always as identity primary key,
  tenant   text   not null,
  document uuid   not null references document (id) on delete cascade,
  ordinal  int    not null,
  text     text   not null,
  headings text[] not null,
  -- characters of the document's text, of which the end is the first that is not in it
  begins   int    not null,
  ends     int    not null,
  page     int,
  unique (document, ordinal)
);

create table memory (
  tenant     text        not null,
  name       text        not null,
  text       text        not null,
  event_id   uuid,
  by         text,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  primary key (tenant, name)
);

create table embedding_model (
  id         int generated always as identity primary key,
  name       text        not null unique,
  dimension  int         not null check (dimension > 0),
  state      text        not null check (state in ('building', 'active')),
  changed_at timestamptz not null default now()
);
create unique index embedding_model_active on embedding_model (state) where state = 'active';

create table chunk_words (
  chunk  bigint   primary key references chunk (id) on delete cascade,
  tenant text     not null,
  words  tsvector not null
);
-- searched more often than written: what waits in a list for the index is read by each search
create index chunk_words_words on chunk_words using gin (words) with (fastupdate = off);

create table chunk_embedding (
  model     int    not null references embedding_model (id) on delete cascade,
  chunk     bigint not null references chunk (id) on delete cascade,
  tenant    text   not null,
  embedding real[] not null,
  primary key (model, chunk)
);
create index chunk_embedding_chunk on chunk_embedding (chunk);
create index chunk_embedding_tenant on chunk_embedding (tenant, model);

create table chunk_code (
  model  int    not null references embedding_model (id) on delete cascade,
  chunk  bigint not null references chunk (id) on delete cascade,
  tenant text   not null,
  code   varbit not null,
  primary key (model, chunk)
);
create index chunk_code_chunk on chunk_code (chunk);
create index chunk_code_tenant on chunk_code (tenant, model);

do $$
declare
  name text;
begin
  foreach name in array array['document', 'chunk', 'memory', 'chunk_words', 'chunk_embedding', 'chunk_code'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy tenant on %I using (tenant = current_setting(''hub.tenant'', true))', name);
  end loop;
  foreach name in array array['document', 'chunk', 'memory', 'chunk_embedding', 'chunk_code'] loop
    execute format('alter table %I force row level security', name);
  end loop;
end $$;

-- The role for users that see past row policies; null where the user does not. It belongs to the server and to no copy of
-- the database, so it is made where it is missing.
create function knowledge_role() returns text
language plpgsql as $$
declare
  name text := format('hub_knowledge_%s', (select oid from pg_database where datname = current_database()));
begin
  if not (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) then
    return null;
  end if;
  if not exists (select from pg_roles where rolname = name) then
    execute format('create role %I nologin', name);
    execute format('grant %I to current_user', name);
  end if;
  execute format('grant usage on schema %I to %I', current_schema(), name);
  execute format('grant select, insert, update, delete on document, chunk, memory to %I', name);
  execute format('grant insert, delete, select on chunk_words, chunk_embedding, chunk_code to %I', name);
  execute format('grant select, insert on knowledge_tenant to %I', name);
  execute format('grant select on embedding_model to %I', name);
  execute format('grant execute on function knowledge_of(text), knowledge_matching(text, text, int), '
                   'knowledge_search(text, real[], varbit, int, text, int) to %I', name);
  return name;
end $$;
revoke execute on function knowledge_role() from public;

-- The pieces of a source; of all of them where none is named.
create function knowledge_of(within text) returns setof bigint
language sql stable security definer set search_path from current as $$
  select c.id
    from document d
    join chunk c on c.document = d.id
   where d.tenant = current_setting('hub.tenant', true) and d.source = within
$$;

-- The pieces of the tenant that have words of the question, the best first. Those that have all of them come before those
-- that have some. For these a word counts that says something in both languages, where the question has such words; and of words that
-- are everywhere, as Postgres' own statistics say, only as many are looked for as some hundred pieces have: the rarest. Of
-- more than a thousand pieces that have all words, which only a question of one common word meets, some thousand are compared.
create function knowledge_matching(question text, within text, most int) returns table (chunk bigint, rank real)
language plpgsql stable rows 40 security definer set search_path from current as $$
#variable_conflict use_column
begin
  return query
  with token as (
    select token, tsvector_to_array(to_tsvector('english', token)) as english, tsvector_to_array(to_tsvector('german', token)) as german
      from unnest(tsvector_to_array(to_tsvector('simple', question))) as token
  ),
  lexeme as (
    select distinct lexeme
      from token t, unnest(t.english || t.german || t.token) as lexeme
     where cardinality(t.english) > 0 and cardinality(t.german) > 0
        or not exists (select from token where cardinality(english) > 0 and cardinality(german) > 0)
  ),
  common as (
    select unnest(most_common_elems::text::text[]) as lexeme, unnest(most_common_elem_freqs) as share
      from pg_stats
     where schemaname = current_schema() and tablename = 'chunk_words' and attname = 'words'
  ),
  wanted as (
    select l.lexeme, sum(coalesce(c.share, 0)) over (order by coalesce(c.share, 0), l.lexeme) as share,
           row_number() over (order by coalesce(c.share, 0), l.lexeme) as place
      from lexeme l
      left join common c on c.lexeme = l.lexeme
  ),
  query as (
    select websearch_to_tsquery('english', question) || websearch_to_tsquery('german', question)
             || websearch_to_tsquery('simple', question) as every,
           to_tsquery('simple', string_agg(quote_literal(lexeme), ' | ')) as some,
           to_tsquery('simple', string_agg(quote_literal(lexeme), ' | ')
             filter (where place = 1 or share * (select reltuples from pg_class where oid = 'chunk_words'::regclass) < 500)) as rare
      from wanted
  ),
  complete as (
    select w.chunk, 1 + ts_rank_cd(w.words, q.every, 1) as rank
      from query q, chunk_words w
     where w.words @@ q.every and w.tenant = current_setting('hub.tenant', true)
       and (within is null or w.chunk in (select knowledge_of(within)))
     limit 1000
  ),
  partial as (
    select w.chunk, least(ts_rank(w.words, q.some, 1), 0.99) as rank
      from query q, chunk_words w
     where w.words @@ q.rare and w.tenant = current_setting('hub.tenant', true)
       and (within is null or w.chunk in (select knowledge_of(within)))
       and (select count(*) from complete) < most
     limit 1000
  )
  select found.chunk, max(found.rank)::real as rank
    from (select * from complete union all select * from partial) as found
   group by found.chunk
   order by rank desc, found.chunk
   limit most;
end $$;

-- The answer: what is near in meaning and what has the words, merged by reciprocal rank
-- (https://cormack.uwaterloo.ca/cormacksigir09-rrf.pdf, with its constant of 60). Without a meaning the words alone.
-- knowledge_nearest comes with the choice of its body. How many rows a function is said to give decides whether its pieces are looked up
-- or all pieces are read; and plpgsql keeps a plan, which a function in sql makes at each call.
create function knowledge_search(question text, meaning real[], coded varbit, model int, within text, most int)
returns table (chunk bigint, score double precision, similarity double precision)
language plpgsql stable rows 10 as $$
begin
  return query
  with near as (
    select n.chunk, n.similarity, row_number() over (order by n.similarity desc, n.chunk) as place
      from knowledge_nearest(meaning, coded, model, within, greatest(4 * most, 40)) n
  ),
  matching as (
    select m.chunk, row_number() over (order by m.rank desc, m.chunk) as place
      from knowledge_matching(question, within, greatest(4 * most, 40)) m
  ),
  merged as (
    select coalesce(n.chunk, m.chunk) as chunk, n.similarity,
           coalesce(1.0 / (60 + n.place), 0) + coalesce(1.0 / (60 + m.place), 0) as score
      from near n
      full join matching m on m.chunk = n.chunk
  )
  select f.chunk, f.score::double precision, f.similarity
    from merged f
   order by f.score desc, f.similarity desc nulls last, f.chunk
   limit most;
end $$;

revoke execute on function knowledge_of(text), knowledge_matching(text, text, int), knowledge_search(text, real[], varbit, int, text, int) from public;
