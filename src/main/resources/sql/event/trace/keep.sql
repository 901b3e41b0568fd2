insert into trace (delivery, event_id, claim, route, kept, started_at, took_us, file, version, omitted, steps)
select * from unnest(:delivery::bigint[], :event::uuid[], :claim::int[], :route::text[], :kept::text[], :startedAt::timestamptz[],
                     :took::bigint[], :file::text[], :version::text[], :omitted::int[], :steps::jsonb[])
