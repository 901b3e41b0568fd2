-- Who stores the document waits for who does so just now.
select pg_advisory_xact_lock(hashtextextended(cast(:place as text), 0))
