-- Hubs of one database make what knowledge needs one after the other.
select pg_advisory_xact_lock(hashtext('hub knowledge'))
