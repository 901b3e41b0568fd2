-- What is bound to a dead delivery is dead with it.
update delivery m
set state = 3, reason = h.reason, error = h.error, ended_at = h.ended_at
from delivery h
where h.id = any (?) and h.state = 3 and m.collected_by = h.id and m.id <> h.id and m.state = 2
