select s.score, s.similarity, c.text, c.headings, c.begins, c.ends, c.page, c.ordinal,
       d.id as document, d.source, d.path, d.title, d.language, d.version, d.changed_at
  from knowledge_search(:question, cast(:meaning as real[]), cast(:code as varbit), :model, :source, :limit) s
  join chunk c on c.id = s.chunk
  join document d on d.id = c.document
 order by s.score desc, s.similarity desc nulls last, c.id
