package com.millyweb.hub.service.minio;

import com.millyweb.hub.health.probe.HealthProbe;
import io.minio.BucketExistsArgs;
import io.minio.errors.ErrorResponseException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whether the object storage answers, what happens there is seen, and buckets have their rules. */
@Component
final class StorageProbe implements HealthProbe {
  /** Whether it is there does not matter. */
  private static final String ANY = "hub-health";

  private final ObjectStore store;
  private final StorageTroubles troubles;

  StorageProbe(ObjectStore store, StorageTroubles troubles) {
    this.store = store;
    this.troubles = troubles;
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
    EmbeddedStorage embedded = store.embedded();
    String where = embedded == null ? null : "embedded, in " + embedded.folder();
    if (embedded != null && !embedded.isStarted()) {
      // what nobody uses is not started to be asked
      return seen(where + ", starts with its first use");
    }
    try {
      store.client().bucketExists(BucketExistsArgs.builder().bucket(ANY).build());
      return seen(where);
    } catch (ErrorResponseException e) {
      return e.response().code() >= 500
          ? Status.down(StorageFailure.reason(e))
          : Status.degraded(StorageFailure.reason(e));
    }
  }

  private Status seen(@Nullable String where) {
    String trouble = troubles.all();
    return trouble == null ? new Status(Level.UP, where) : Status.degraded(trouble);
  }
}
