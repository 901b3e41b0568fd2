-- The oldest changes. Only one hub asks, under the lock of the outbox.
select id, (extract(epoch from at) * 1000000)::bigint as at, name, op, key, before::text, after::text, large
  from hub.outbox
 order by id
 limit 500
