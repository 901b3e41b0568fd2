-- The notice that a press decided.
select event_id, decided_by, notice -> 'actions' -> action ->> 'text' as button, notice_id
from notice_decision where cause = :press
