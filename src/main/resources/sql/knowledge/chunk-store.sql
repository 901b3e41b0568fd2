-- The pieces of a document, with their words in its language.
with piece as (
  insert into chunk (tenant, document, ordinal, text, headings, begins, ends, page)
  select :tenant, :document, p.ordinal, p.text, array(select jsonb_array_elements_text(p.headings)), p.begins, p.ends, p.page
    from jsonb_to_recordset(cast(:pieces as jsonb)) as p (ordinal int, text text, headings jsonb, begins int, ends int, page int)
  returning id, ordinal, text, headings
),
words as (
  insert into chunk_words (chunk, tenant, words)
  select id, :tenant,
         setweight(to_tsvector(cast(:configuration as regconfig), array_to_string(headings, ' ')), 'A')
           || to_tsvector(cast(:configuration as regconfig), text)
           || to_tsvector('simple', text)
    from piece
)
select id from piece order by ordinal
