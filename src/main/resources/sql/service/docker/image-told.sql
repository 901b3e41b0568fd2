insert into docker_image as known (engine, name, digest) values (:engine, :name, :digest)
  on conflict (engine, name) do update set digest = excluded.digest, told_at = now() where known.digest <> excluded.digest
