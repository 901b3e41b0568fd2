-- Keeps the latest refused content of a file.
insert into route_refusal (file, at, hash, content, problems)
values (:file, :at, :hash, :content, :problems::jsonb)
on conflict (file) do update
   set at = excluded.at, hash = excluded.hash, content = excluded.content, problems = excluded.problems
