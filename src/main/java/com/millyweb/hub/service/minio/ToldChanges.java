package com.millyweb.hub.service.minio;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which changes are told already: a notification may come after the look that missed it. */
public interface ToldChanges {
  /**
   * A change of an object.
   *
   * @param etag without quotes; empty where nobody says it, as for what is removed
   * @param at when it happened
   */
  record Change(String bucket, String key, boolean removed, String etag, Instant at) {}

  /**
   * The delivery key for a notification: its own, or that of the event by which a look has told the
   * same change.
   */
  String key(String source, Change change, String own);

  /** The time of a sequencer that counts nanoseconds, as those of MinIO and RustFS do. */
  static @Nullable Instant time(String sequencer) {
    try {
      long nanos = Long.parseLong(sequencer, 16);
      return Instant.ofEpochSecond(0, nanos);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
