update embedding_model set state = 'active', changed_at = now() where id = :id
