-- A look ends; others may look from now on.
update object_watch
   set held_until = '-infinity', whole = whole or :whole, looked_at = case when :whole then clock_timestamp() else looked_at end
 where storage = :storage and place = :place and holder = :holder
