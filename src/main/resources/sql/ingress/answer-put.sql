-- The first flow that ends answers; what nobody took goes.
with gone as (
  delete from ingress_answer where written_at < clock_timestamp() - interval '5 minutes'
)
insert into ingress_answer (event, status, content_type, body)
values (:event, :status, :type, :body)
on conflict (event) do nothing
