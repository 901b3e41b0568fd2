-- Codes of links that sign a browser in, as SHA-256: each is taken once and soon ends. Such a link stands in logs, histories
-- and chats, so it must be worth nothing when somebody finds it there.
create table sign_in_code (
  hash       bytea       primary key check (length(hash) = 32),
  -- the token that the session will stand for, as in session
  issuer     bytea       not null check (length(issuer) = 32),
  expires_at timestamptz not null
);
