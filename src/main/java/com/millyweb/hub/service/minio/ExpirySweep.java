package com.millyweb.hub.service.minio;

import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.messages.Item;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;

/** Deletes what has lain in a place for too long, where the server does not. */
record ExpirySweep(Place place, Duration after) {
  private static final Duration OFTEN = Duration.ofSeconds(1);
  private static final Duration SELDOM = Duration.ofHours(1);

  /** A tenth of the time may pass until it is seen. */
  Duration pause() {
    Duration tenth = after.dividedBy(10);
    return tenth.compareTo(OFTEN) < 0 ? OFTEN : tenth.compareTo(SELDOM) > 0 ? SELDOM : tenth;
  }

  /** Returns how many objects it deleted. */
  int run(MinioClient client, StorageMeters meters) throws Exception {
    int deleted = 0;
    for (Result<Item> one :
        client.listObjects(
            ListObjectsArgs.builder()
                .bucket(place.bucket())
                .prefix(place.prefix())
                .recursive(true)
                .build())) {
      Item item = one.get();
      if (!item.isDir() && isOld(item.lastModified()) && isStillOld(client, item.objectName())) {
        client.removeObject(
            RemoveObjectArgs.builder().bucket(place.bucket()).object(item.objectName()).build());
        deleted++;
        meters.expired();
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    return deleted;
  }

  private boolean isOld(ZonedDateTime modified) {
    return modified != null && modified.toInstant().plus(after).isBefore(Instant.now());
  }

  /** A list may be minutes old when its end is reached. */
  private boolean isStillOld(MinioClient client, String key) throws Exception {
    try {
      return isOld(
          client
              .statObject(StatObjectArgs.builder().bucket(place.bucket()).object(key).build())
              .lastModified());
    } catch (ErrorResponseException e) {
      if (e.response().code() == 404) {
        return false;
      }
      throw e;
    }
  }
}
