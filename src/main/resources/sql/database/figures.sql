-- How large this database is, how many connections its server has, and which transaction of a client has gone on for longest. Of the
-- sessions of other logins Postgres tells everybody that they are there, and only a superuser or a member of pg_read_all_stats what they do
-- (https://www.postgresql.org/docs/current/monitoring-stats.html).
select pg_database_size(current_database()) as bytes,
       (select sum(numbackends) from pg_stat_database where datid <> 0) as connections,
       current_setting('max_connections')::bigint - current_setting('superuser_reserved_connections')::bigint as most_connections,
       oldest.*
  from (select 1) one
  left join lateral (
    select pid, usename as login, application_name as application, state = 'active' as works,
           extract(epoch from clock_timestamp() - xact_start)::float8 as seconds
      from pg_stat_activity
     where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
       and xact_start is not null
     order by xact_start
     limit 1) oldest on true
