-- Until the end of the transaction only rows of this tenant are seen, and the role that cannot see past that is taken where there is one.
select set_config('hub.tenant', :tenant, true), set_config('role', coalesce(:role, current_setting('role')), true)
