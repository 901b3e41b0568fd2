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

-- What goes on only when somebody says so: dead letters of an id, a subscription or a range of time, and what waits for a
-- parked subscription. Null is for all; a range of time is about dead letters alone.
create function delivery_stopped(of_id bigint, of_name text, since timestamptz, until timestamptz)
  returns setof bigint language sql stable as $$
  select d.id from delivery d
  where d.state = 3 and (of_id is null or d.id = of_id)
    and (of_name is null or d.subscription = (select id from subscription where name = of_name))
    and (since is null or d.ended_at >= since) and (until is null or d.ended_at < until)
  union all
  select d.id from delivery d join subscription s on s.id = d.subscription and s.state = 'parked'
  where d.state in (0, 2) and since is null and until is null
    and (d.id = of_id or of_id is null and s.name = of_name)
$$;
