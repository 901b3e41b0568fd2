-- The oldest changes: at most 500, and no more of them once there are 4 MB. Row after row, so that only what is taken is made
-- text. Only one hub asks, under the lock of the outbox.
with recursive taken as (
  (select id, at, name, op, key, before::text as before, after::text as after, large, 1 as number,
          coalesce(octet_length(before::text), 0) + coalesce(octet_length(after::text), 0) as bytes
     from hub.outbox
    order by id
    limit 1)
  union all
  select next.id, next.at, next.name, next.op, next.key, next.before, next.after, next.large, taken.number + 1,
         taken.bytes + coalesce(octet_length(next.before), 0) + coalesce(octet_length(next.after), 0)
    from taken
    cross join lateral (select id, at, name, op, key, before::text as before, after::text as after, large
                          from hub.outbox
                         where id > taken.id
                         order by id
                         limit 1) next
   where taken.number < 500 and taken.bytes < 4194304
)
select id, (extract(epoch from at) * 1000000)::bigint as at, name, op, key, before, after, large
  from taken
 order by id
