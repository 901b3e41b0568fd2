-- What a look has missed, after its events are stored.
delete from object_known where storage = :storage and place = :place and key = any(:keys)
