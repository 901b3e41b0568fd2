-- Which files each folder of routes holds or held.
--
--   route_folder_file   a row for each file that a hub ever saw in its folder. A file that stands here and is not in the folder
--                       was deleted there: the packaged file of the same path does not run in its place.
--
-- Rules that surprise:
--   * Rows are never taken away: what was deleted once stays deleted until the folder has a file of that path again.
--   * Hubs that share a database have folders of their own. What one folder lacks says nothing about another one.
--   * The folder '' stands for every folder: what was deleted before folders were told apart. What only ran then may have come
--     from a clone; in another folder the packaged file is as good.

create table route_folder_file (
  folder text        not null,
  file   text        not null,
  at     timestamptz not null,
  primary key (folder, file)
);

insert into route_folder_file (folder, file, at)
select '', file, at
from (select distinct on (file) file, verdict, at from route_version where source = 'file' order by file, id desc) as newest
where verdict = 'removed';
