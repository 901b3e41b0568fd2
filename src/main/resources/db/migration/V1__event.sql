-- The event log and its queue.
--
--   event               what happened. Immutable, partitioned by day, dropped by retention.
--   dedupe              the delivery keys that sources have used. Apart from event, because a unique key on a
--                       partitioned table would have to contain the partition column.
--   subscription        who wants which events. A row outlives its route: events that arrive while the route is not
--                       loaded wait for it; a deleted route's subscription is parked.
--   delivery            one event on its way to one subscription, only while unfinished. Narrow and hot.
--   delivery_history    finished deliveries, partitioned by day.
--   attempt             attempts that did not finish a delivery: failed, paused, timed out, lost.
--   trace               what the steps of an attempt did, where it was worth keeping; partitioned by day, with a retention of its
--                       own.
--   passed              when deliveries of a subscription with a limit (atMost) were done, for each key.
--   subscription_hub    a hub runs the route of a subscription; it says so again and again, and its row goes with it.
--   event_probe         whether the log could take an event now, asked where nobody sends any.
--   event_log           view for other nouns: what happened, without its data.
--   event_backlog       view for other nouns: what is not finished, and the dead letters.
--   event_subscription  view for other nouns: who is subscribed.
--
-- The path of a delivery:
--
--                claim                    done
--   waiting(0) ---------> running(1) -----------------------> delivery_history
--      ^  ^                  |  |   failed for good
--      |  |  retry, pause    |  +----------------------> dead(3) --retry--> waiting(0)
--      |  +------------------+
--      |     promoted when the delivery before it in its lane is gone
--   blocked(2)
--
-- Rules that surprise:
--   * event.at is the timestamp inside event.id (UUID version 7), so an id alone finds its partition.
--   * A lease belongs to a token, not to a hub: every statement that ends a claim names id and token, and zero rows
--     mean that the lease was lost and the result is thrown away.
--   * Leases and due times are database time; the hub's clock is never compared with them.
--   * claims counts claims, failures counts attempts that said so, lost counts leases that ran out without a word (the
--     hub died or hung). What is lost again and again is claimed alone, and then becomes a dead letter: it kills hubs.
--   * A delivery with a lane (orderBy) is waiting only while it is the first of its lane; the others are blocked. Whoever
--     appends to or ends deliveries of an ordered subscription first takes the advisory lock of that subscription.
--   * A subscription that collects has lanes, too. The first delivery of a lane is due when its window closes, or when the lane
--     holds enough; the claim binds what is blocked behind it to it (collected_by), for good: the set is done, comes again or
--     dies as one. collected_by of the first one is its own id. What is bound stays blocked until the first one ends. In the
--     history it names that delivery, and list_of its event: what the list appended has these as its cause.
--   * A subscription with a limit (atMost) has lanes as well: of each key one delivery is in hand at a time, so that what the
--     claim reads in passed holds until the end, which adds to passed in its own transaction.
--   * What happened before a subscription was made (since) comes page by page, and stops while it stands failed: see past_failed.
--   * subscription.run_at is when a hub last said that it runs the route. While nobody does, events are kept for the route,
--     for as long as hub.event.unattended; then the subscription is parked. A hub that merely lacks a route's file leaves its
--     subscription alone.
--   * A person takes back what nobody has begun: one event by its key, which ends as cancelled (a held notice waits as one
--     event), or all that a flow sent, which goes from waiting or blocked to dead with the reason stopped, and on by retry.
--   * Only event reads and writes these tables. Other nouns read the two views, which keep the columns that they have.

create table event (
  id             uuid        not null,
  at             timestamptz not null,
  type           text        not null,
  source         text        not null,
  subject        text,
  time           timestamptz not null,
  key            text,
  content_type   text        not null,
  data           bytea       not null,
  traceparent    text,
  cause          uuid,
  cause_delivery bigint,
  hops           smallint    not null default 0,
  primary key (at, id)
) partition by range (at);
create table event_default partition of event default;
create index event_cause on event (cause) where cause is not null;

create table dedupe (
  source   text        not null,
  key      text        not null,
  event_id uuid        not null,
  at       timestamptz not null,
  primary key (source, key)
);
create index dedupe_at on dedupe using brin (at);

create table subscription (
  id           int generated always as identity primary key,
  name         text        not null unique,
  pattern      text        not null,
  order_by     text        not null default 'none' check (order_by in ('none', 'all', 'subject', 'source', 'type') or order_by like '/%'),
  -- null where each event is handed over by itself
  collect_ms   bigint      check (collect_ms > 0),
  collect_max  int         check (collect_max > 0),
  file         text,
  state        text        not null default 'active' check (state in ('active', 'parked')),
  paused_until timestamptz,
  -- since when a target keeps asking for time: pauses that follow each other are one
  paused_since timestamptz,
  created_at   timestamptz not null default now(),
  changed_at   timestamptz not null default now(),
  run_at       timestamptz not null default now()
);

create table passed (
  subscription int           not null references subscription (id) on delete cascade,
  key          text          not null,
  at           timestamptz[] not null,
  until        timestamptz   not null,
  primary key (subscription, key)
);

-- How far a subscription that begins in the past (since) has got. Its rows of delivery are made page by page, while nothing
-- else waits for it: (at, id) is the last event that was looked at.
create table subscription_past (
  subscription int         primary key references subscription (id) on delete cascade,
  types        text        not null,
  begins_at    timestamptz not null,
  -- what was appended later came with its delivery
  until        timestamptz not null,
  at           timestamptz not null,
  id           uuid        not null default '00000000-0000-0000-0000-000000000000',
  delivered    bigint      not null default 0,
  -- an estimate; null until it is made
  expected     bigint,
  batch        int         not null default 20,
  filled_at    timestamptz not null default now(),
  done_at      timestamptz
);

create table subscription_hub (
  subscription int         not null references subscription (id) on delete cascade,
  hub          uuid        not null,
  seen_at      timestamptz not null default now(),
  primary key (subscription, hub)
);

-- Every hub matches types to subscriptions in memory. The epoch tells an append, in its own snapshot, that the hub's
-- picture is old.
create table subscription_epoch (epoch bigint not null);
insert into subscription_epoch values (1);

create function subscription_changed() returns trigger language plpgsql as $$
begin
  update subscription_epoch set epoch = epoch + 1;
  return null;
end $$;
create trigger subscription_changed
  after insert or delete or update of pattern, order_by, collect_ms, collect_max, state on subscription
  for each statement execute function subscription_changed();

create sequence delivery_token;

create table delivery (
  id           bigint generated always as identity primary key,
  subscription int         not null,
  event_id     uuid        not null,
  event_at     timestamptz not null,
  lane         text,
  state        smallint    not null default 0 check (state between 0 and 3),
  run_at       timestamptz not null default now(),
  created_at   timestamptz not null default now(),
  claims       int         not null default 0,
  failures     int         not null default 0,
  lost         int         not null default 0,
  lease_until  timestamptz,
  token        bigint,
  reason       text,
  error        text,
  ended_at     timestamptz,
  collected_by bigint
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0);
create index delivery_waiting on delivery (subscription, run_at, id) where state = 0;
create index delivery_suspect on delivery (subscription, run_at, id) where state = 0 and lost >= 2;
create index delivery_lane_head on delivery (subscription, lane) where lane is not null and state in (0, 1);
create index delivery_lane_blocked on delivery (subscription, lane, id) where state = 2;
create index delivery_lease on delivery (state) where state = 1;
create index delivery_dead on delivery (id) where state = 3;
create index delivery_event on delivery (event_id);
create index delivery_collected on delivery (collected_by, id) where collected_by is not null;

create table delivery_history (
  id           bigint      not null,
  subscription int         not null,
  event_id     uuid        not null,
  event_at     timestamptz not null,
  outcome      text        not null check (outcome in ('done', 'filtered', 'discarded', 'cancelled')),
  claims       int         not null,
  failures     int         not null,
  created_at   timestamptz not null,
  started_at   timestamptz,
  ended_at     timestamptz not null,
  reason       text,
  collected_by bigint,
  list_of      uuid,
  primary key (ended_at, id)
) partition by range (ended_at);
create table delivery_history_default partition of delivery_history default;
create index delivery_history_event on delivery_history (event_id);

create table attempt (
  delivery   bigint      not null,
  event_id   uuid        not null,
  claim      int         not null,
  outcome    text        not null check (outcome in ('failed', 'paused', 'timeout', 'lost', 'ambiguous', 'dead', 'returned')),
  error      text,
  started_at timestamptz,
  ended_at   timestamptz not null
) partition by range (ended_at);
create table attempt_default partition of attempt default;
create index attempt_event on attempt (event_id);

create table trace (
  delivery   bigint      not null,
  event_id   uuid        not null,
  claim      int         not null,
  -- the group of the subscription, which is a route's id mostly
  route      text        not null,
  kept       text        not null check (kept in ('failed', 'edited', 'slow', 'sampled')),
  started_at timestamptz not null,
  took_us    bigint      not null,
  file       text,
  version    text,
  omitted    int         not null default 0,
  steps      jsonb       not null
) partition by range (started_at);
create table trace_default partition of trace default;
create index trace_event on trace (event_id);
create index trace_first on trace (route, version) where kept = 'edited';

-- The state of a delivery as people see it: of what waits, a parked or paused subscription says more.
create function delivery_state(state smallint, of_subscription text, paused_until timestamptz)
  returns text language sql stable as $$
  select case when state = 3 then 'dead'
              when state = 1 then 'running'
              when of_subscription = 'parked' then 'parked'
              when state = 2 then 'blocked'
              when paused_until > now() then 'paused'
              else 'waiting' end
$$;

-- The lane of an event; LaneKey says the same in Java. What is missing, or is no plain value, is the empty text.
create function event_lane(by text, type text, source text, subject text, content_type text, data bytea)
  returns text language plpgsql immutable as $$
declare
  media text := lower(trim(split_part(content_type, ';', 1)));
  found jsonb;
begin
  case by
    when 'none' then return null;
    when 'all' then return '';
    when 'subject' then return coalesce(subject, '');
    when 'source' then return source;
    when 'type' then return type;
    else null;
  end case;
  if media <> 'application/json' and media not like '%+json' then
    return '';
  end if;
  begin
    found := convert_from(data, 'UTF8')::jsonb
      #> array(select replace(replace(step, '~1', '/'), '~0', '~')
               from unnest(string_to_array(substr(by, 2), '/')) with ordinality as steps (step, n) order by n);
    return case when jsonb_typeof(found) in ('string', 'number', 'boolean') then left(found #>> '{}', 256) else '' end;
  exception when data_exception or program_limit_exceeded then
    return '';
  end;
end $$;

-- What goes on only when somebody says so: dead letters of an id, a subscription or a range of time, and what waits for a
-- parked subscription. Null is for all; a range of time is about dead letters alone. A set that was
-- collected goes on as one.
create function delivery_stopped(of_id bigint, of_name text, since timestamptz, until timestamptz)
  returns setof bigint language sql stable as $$
  with found as (
  select d.id, d.collected_by from delivery d
  where d.state = 3 and (of_id is null or d.id = of_id)
    and (of_name is null or d.subscription = (select id from subscription where name = of_name))
    and (since is null or d.ended_at >= since) and (until is null or d.ended_at < until)
  union all
  select d.id, d.collected_by from delivery d join subscription s on s.id = d.subscription and s.state = 'parked'
  where d.state in (0, 2) and since is null and until is null
    and (d.id = of_id or of_id is null and s.name = of_name)
  )
  select id from found
  union
  select d.id from found f join delivery d on d.collected_by = f.collected_by
$$;

-- How many events of its past a subscription failed at and has not mended: they wait for another attempt, or are dead. At 100, where
-- counting stops, no more of its past comes: a flow that fails at all of them does not fill the dead letters.
create function past_failed(of int, begins timestamptz, ends timestamptz)
  returns int language sql stable as $$
  select count(*)::int
  from (select from delivery d
        where d.subscription = of and (d.state = 3 or d.state in (0, 1) and d.failures > 0)
          and d.event_at between begins and ends
        limit 100) x
$$;

-- Emptied and filled at each question: a table that must grow tells of a full disk, where an update in place succeeds.
-- Unlogged, so that a question costs no write-ahead log besides its commit.

create unlogged table event_probe (
  filler bytea not null
);
alter table event_probe alter column filler set storage plain;

-- What happened, for those who count and list: the data of an event is for the flows that subscribed to it.
create view event_log as
  select type, source, at from event;

-- What waits (0), runs (1), is blocked behind its lane (2) or is dead (3). The states are numbers, because the partial indexes of
-- delivery are on these numbers; the join is an outer one, so that a count without names never reads subscription.
create view event_backlog as
  select d.id as delivery, d.subscription as subscription_id, s.name as subscription, s.pattern, d.state, d.run_at as due_at, d.failures, d.error, d.ended_at
    from delivery d
    left join subscription s on s.id = d.subscription;

create view event_subscription as
  select id, name from subscription;
