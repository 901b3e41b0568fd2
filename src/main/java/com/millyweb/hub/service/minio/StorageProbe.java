package com.millyweb.hub.service.minio;

import com.millyweb.hub.health.probe.HealthProbe;
import io.minio.BucketExistsArgs;
import io.minio.errors.ErrorResponseException;
import org.springframework.stereotype.Component;

/** Whether the object storage answers. */
@Component
final class StorageProbe implements HealthProbe {
  /** Whether it is there does not matter. */
  private static final String ANY = "hub-health";

  private final ObjectStore store;

  StorageProbe(ObjectStore store) {
    this.store = store;
  }

  @Override
  public boolean watched() {
    return store.isOn();
  }

  @Override
  public String system() {
    return "storage";
  }

  @Override
  public Status probe() throws Exception {
    try {
      store.client().bucketExists(BucketExistsArgs.builder().bucket(ANY).build());
      return Status.up();
    } catch (ErrorResponseException e) {
      return e.response().code() >= 500
          ? Status.down(StorageFailure.reason(e))
          : Status.degraded(StorageFailure.reason(e));
    }
  }
}
