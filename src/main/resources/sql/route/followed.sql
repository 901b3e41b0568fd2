-- The newest version that differs. Hubs that share a database and change at the same moment may each write a row of the same version.
select coalesce(max(id), 0) from route_version where file = :file and hash is distinct from :hash
