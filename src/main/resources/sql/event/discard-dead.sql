with gone as (
  delete from delivery
  where state = 3
    and (?::bigint is null or id = ?::bigint)
    and (?::text is null or subscription = (select id from subscription where name = ?::text))
    and (?::timestamptz is null or ended_at >= ?::timestamptz)
    and (?::timestamptz is null or ended_at < ?::timestamptz)
  returning *
)
insert into delivery_history (id, subscription, event_id, event_at, outcome, claims, failures, created_at, ended_at)
select id, subscription, event_id, event_at, 'discarded', claims, failures, created_at, clock_timestamp()
from gone
