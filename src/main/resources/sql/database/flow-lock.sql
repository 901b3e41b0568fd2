-- Two hubs of one database make the role of its flows one after the other.
select pg_advisory_xact_lock(hashtextextended('hub flow role ' || current_database(), 0))
