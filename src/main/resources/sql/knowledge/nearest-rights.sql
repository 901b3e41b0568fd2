revoke execute on function knowledge_nearest(real[], varbit, int, text, int) from public;
grant execute on function knowledge_nearest(real[], varbit, int, text, int) to %s
