insert into knowledge_tenant (tenant) values (:tenant) on conflict do nothing
