insert into embedding_model (name, dimension, state)
select :name, :dimension, case when exists (select from embedding_model where state = 'active') then 'building' else 'active' end
    on conflict do nothing
