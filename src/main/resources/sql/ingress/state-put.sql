-- What was just heard takes the place of what was known.
insert into ingress_state as s (source, thing, status, since, sender, number, occasion, repeated, told_at)
select :source, i.thing, i.status, i.since, :sender, i.number, i.occasion, i.repeated, clock_timestamp()
  from unnest(cast(:things as text[]), cast(:statuses as text[]), cast(:sinces as bigint[]), cast(:numbers as bigint[]),
              cast(:occasions as bigint[]), cast(:repeated as boolean[]))
       as i (thing, status, since, number, occasion, repeated)
on conflict (source, thing) do update
   set status = excluded.status, since = excluded.since, sender = excluded.sender, number = excluded.number,
       occasion = excluded.occasion, repeated = excluded.repeated, told_at = excluded.told_at
