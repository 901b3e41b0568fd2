-- Who runs a subscription.
--
--   subscription_hub    a hub runs the route of a subscription; it says so again and again, and its row goes with it.
--   subscription.run_at when a hub last said so. While nobody does, events are kept for the route, for as long as
--                       hub.event.unattended; then the subscription is parked.
--
-- A hub that merely lacks a route's file leaves its subscription alone.

create table subscription_hub (
  subscription int         not null references subscription (id) on delete cascade,
  hub          uuid        not null,
  seen_at      timestamptz not null default now(),
  primary key (subscription, hub)
);

alter table subscription add column run_at timestamptz not null default now();
