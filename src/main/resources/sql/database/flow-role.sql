-- What the function and the next statement know the role by.
select set_config('hub.flow_role', ?, true)
