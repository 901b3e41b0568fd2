-- This hub runs the routes of these subscriptions.
with here as (
  insert into subscription_hub (subscription, hub)
  select id, ?::uuid from subscription where id = any (?)
  on conflict (subscription, hub) do update set seen_at = now()
)
update subscription set run_at = now() where id = any (?)
