-- Another page of a look: the place is held on.
update object_watch set held_until = clock_timestamp() + :lease * interval '1 second'
 where storage = :storage and place = :place and holder = :holder
