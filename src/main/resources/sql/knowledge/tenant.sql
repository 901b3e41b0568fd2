select set_config('hub.tenant', :tenant, true)
