-- The statements that have a table's changes captured; none where that is so already. The name is written as it is in the
-- configuration, with or without its schema.
with wanted as (
  select c.oid, c.oid::regclass as name,
         coalesce((select string_agg(quote_literal(a.attname), ', ' order by array_position(i.indkey::int2[], a.attnum))
                     from pg_index i
                     join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey::int2[])
                    where i.indrelid = c.oid and i.indisprimary), '') as key
    from pg_class c
   where c.oid = to_regclass(?) and c.relkind in ('r', 'p')
)
select format('create trigger hub_capture after insert or update or delete on %s for each row execute function hub.capture(%s);'
              ' create trigger hub_capture_all after truncate on %s for each statement execute function hub.capture()', name, key, name)
  from wanted
 where not exists (select from pg_trigger t where t.tgrelid = wanted.oid and t.tgname = 'hub_capture')
