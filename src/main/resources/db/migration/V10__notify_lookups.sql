-- What is asked of the book and of the inbox again and again is found without reading them to the end: the page asks every
-- few seconds how each target does, and a press which notice of its key asks now.

create index notice_send_accepted on notice_send (target, at) where state = 'accepted';
create index notice_send_not_accepted on notice_send (target, at) where state <> 'accepted';
create index notice_channel on notice (channel, updated_at);
create index notice_decision_key on notice_decision (channel, key, notice_id) where key is not null;
