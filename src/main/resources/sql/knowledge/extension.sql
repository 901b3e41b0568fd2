-- The version of pgvector: the one that is there, or could be; null where there is none.
select coalesce((select extversion from pg_extension where extname = 'vector'),
                (select default_version from pg_available_extensions where name = 'vector'))
