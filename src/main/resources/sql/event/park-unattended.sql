-- Parks what no hub has run for so long.
update subscription set state = 'parked', changed_at = now()
where state = 'active' and run_at < now() - ? * interval '1 millisecond'
returning name
