update delivery
set state = case when lane is null then 0 else 2 end, run_at = now(), failures = 0, lost = 0, reason = null, ended_at = null
where state = 3
  and (?::bigint is null or id = ?::bigint)
  and (?::text is null or subscription = (select id from subscription where name = ?::text))
  and (?::timestamptz is null or ended_at >= ?::timestamptz)
  and (?::timestamptz is null or ended_at < ?::timestamptz)
returning subscription, lane
