package com.millyweb.hub.service.minio;

import com.millyweb.hub.health.probe.HealthProbe;
import io.minio.BucketExistsArgs;
import io.minio.errors.ErrorResponseException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whether the object storage answers, and what happens there is seen. */
@Component
final class StorageProbe implements HealthProbe {
  /** Whether it is there does not matter. */
  private static final String ANY = "hub-health";

  private final ObjectStore store;
  private final WatchState watch;

  StorageProbe(ObjectStore store, WatchState watch) {
    this.store = store;
    this.watch = watch;
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
      return new Status(Level.UP, where + ", starts with its first use");
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
    String trouble = watch.trouble();
    return trouble == null ? new Status(Level.UP, where) : Status.degraded(trouble);
  }
}
