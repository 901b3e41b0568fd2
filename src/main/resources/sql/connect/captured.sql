-- Tables that are captured, with the statements that end that.
select t.tgrelid::regclass::text as name, to_regclass(n.nspname || '.' || c.relname)::oid as oid,
       format('drop trigger if exists hub_capture on %1$s; drop trigger if exists hub_capture_all on %1$s', t.tgrelid::regclass) as drop
  from pg_trigger t
  join pg_class c on c.oid = t.tgrelid
  join pg_namespace n on n.oid = c.relnamespace
 where t.tgname = 'hub_capture' and t.tgparentid = 0
