-- Counts once what the past of a subscription holds, up to a bound: for people who watch.
update subscription_past p
set expected = (select count(*)
                from (select e.type from event e where e.at >= p.begins_at and e.at <= p.until limit 1000000) x
                where '.' || x.type ~ p.types)
where p.done_at is null and p.expected is null
