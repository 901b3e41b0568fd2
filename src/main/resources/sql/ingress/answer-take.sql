delete from ingress_answer
 where event = any(:events)
returning event, status, content_type, body
