-- What is known of some things of a source.
select thing, status, since, sender, number, occasion, repeated,
       cast(extract(epoch from clock_timestamp() - told_at) * 1000 as bigint) as age
  from ingress_state
 where source = :source and thing = any(cast(:things as text[]))
