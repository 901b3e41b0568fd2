-- Groups of Telegram that became supergroups: a message to the old number is refused with the new one. It happens to a
-- group once, and never to a supergroup, so one step finds the present number.

create table telegram_chat (
  chat     text        primary key,
  moved_to text        not null,
  at       timestamptz not null default now()
);
