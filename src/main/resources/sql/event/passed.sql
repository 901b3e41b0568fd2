-- Counts deliveries that are done; what is older than the time of the limit is forgotten.
insert into passed as p (subscription, key, at, until)
select subscription, key, array_fill(clock_timestamp(), array[count(*)::int]),
       clock_timestamp() + max(period_ms) * interval '1 millisecond'
from unnest(?::int[], ?::text[], ?::bigint[]) as a (subscription, key, period_ms)
group by subscription, key
order by subscription, key
on conflict (subscription, key) do update
  set until = excluded.until,
      at = (select array_agg(t order by t)
            from (select t from unnest(p.at || excluded.at) as known (t)
                  where t > excluded.at[1] - (excluded.until - excluded.at[1])
                  order by t desc limit 1000) as kept)
