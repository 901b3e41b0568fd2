-- One that was on its way and is no longer wanted.
delete from embedding_model where state = 'building' and name <> :name
