-- Parks the subscriptions of a file that a hub saw deleted, or the one of a name, unless another hub runs it.
update subscription s
set state = 'parked', changed_at = now()
where s.state = 'active' and (s.file = ?::text or s.name = ?::text)
  and not exists (select from subscription_hub h
                  where h.subscription = s.id and h.hub is distinct from ?::uuid and h.seen_at > now() - interval '1 minute')
returning s.name
