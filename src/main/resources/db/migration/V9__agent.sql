-- Runs of agents and their journal.
--
--   agent_run       a run: what was asked, by whom, how it is.
--   agent_step      each call of a model and of a tool. A row is there before its call begins (planned), and has its result
--                   in the transaction that sends the next step's event. The history of a run is put together of its steps.
--   agent_content   what many runs have in common, once by its SHA-256: definitions of agents, instructions, schemas of
--                   tools, what a conversation said before.
--   approval        what a person is asked before a step goes on.
--
-- Rules that surprise:
--   * turn counts the answers of the model. A model's answer is stored only while the run is at the turn that it was asked
--     in, so that of two hubs, or of two deliveries, one counts.
--   * open counts the calls of the last answer that have no result yet; who ends the last one sends the next turn.
--   * A call whose second execution could do something twice is begun in a transaction of its own. One that was begun and
--     has no result was cut off: whether it did what it should is not known, and a person is asked.
--   * revision of a run counts all changes of its rows; that of a step is the run's at its last change. Readers that come
--     back ask for what is newer than they know.

create table agent_content (
  hash    text primary key,
  content text not null,
  used    date not null default current_date
);

create table agent_run (
  id           uuid        primary key,
  agent        text        not null,
  state        text        not null default 'running' check (state in ('running', 'waiting', 'done', 'failed', 'cancelled')),
  task         text        not null,
  conversation text,
  tenant       text        not null,
  person       text,
  -- how it began, and where its answer goes
  origin       jsonb       not null,
  -- why what it read is not to be trusted; empty while it is
  taint        text[]      not null default '{}',
  parent       uuid,
  parent_step  int,
  depth        int         not null default 0,
  definition   text        not null,
  instructions text        not null,
  history      text,
  turn         int         not null default 0,
  seq          int         not null default 0,
  open         int         not null default 0,
  revision     bigint      not null default 1,
  budget       jsonb       not null,
  tokens_in    bigint      not null default 0,
  tokens_out   bigint      not null default 0,
  cost         numeric,
  -- what it waits for, in words
  pause        text,
  answer       text,
  error        text,
  forked_from  uuid,
  forked_step  int,
  started      timestamptz not null default clock_timestamp(),
  ended        timestamptz
);
create index agent_run_started on agent_run (started desc, id);
create index agent_run_conversation on agent_run (conversation, started desc) where conversation is not null;
create index agent_run_person on agent_run (person, started) where person is not null and parent is null;
create index agent_run_ended on agent_run (ended) where ended is not null;
create index agent_run_parent on agent_run (parent) where parent is not null;

create table agent_step (
  run          uuid        not null references agent_run on delete cascade,
  seq          int         not null,
  turn         int         not null,
  kind         text        not null check (kind in ('model', 'tool')),
  state        text        not null check (state in ('planned', 'begun', 'asked', 'done', 'failed', 'denied', 'cancelled')),
  -- of the tool, or of the model with its server
  name         text        not null,
  call         text,
  arguments    text,
  result       text,
  thinking     text,
  -- what the model called
  calls        jsonb,
  -- SHA-256 of the whole question, and of the tools that it offered
  request      text,
  tools        text,
  tokens_in    bigint,
  tokens_out   bigint,
  cost         numeric,
  took_ms      bigint,
  first_ms     bigint,
  error        text,
  -- who allowed or refused it: a rule, or a person
  decision     text,
  taint        text,
  revision     bigint      not null,
  planned      timestamptz not null default clock_timestamp(),
  begun        timestamptz,
  ended        timestamptz,
  primary key (run, seq)
);
create index agent_step_tool on agent_step (name, planned desc) where kind = 'tool';

create sequence approval_number;

create table approval (
  number     bigint      primary key,
  run        uuid        not null references agent_run on delete cascade,
  seq        int,
  -- call: may it be done? repeat: it was begun, and nobody knows whether it was done; budget: may the run go on?
  kind       text        not null check (kind in ('call', 'repeat', 'budget')),
  state      text        not null default 'open' check (state in ('open', 'approved', 'rejected', 'expired', 'cancelled')),
  tool       text,
  arguments  text,
  why        text        not null,
  asked      timestamptz not null default clock_timestamp(),
  expires    timestamptz not null,
  decided    timestamptz,
  by         text,
  reason     text,
  -- what the person made of the arguments
  edited     text,
  -- the channels that somebody passed it on to
  passed_to  text[]      not null default '{}'
);
create index approval_open on approval (number) where state = 'open';
create index approval_run on approval (run);
