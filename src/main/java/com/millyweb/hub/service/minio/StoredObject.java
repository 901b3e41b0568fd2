package com.millyweb.hub.service.minio;

import com.millyweb.hub.text.Digest;
import java.nio.charset.StandardCharsets;

/**
 * An object, or a bucket.
 *
 * @param key empty for a bucket
 */
record StoredObject(String bucket, String key) {
  private static final int MOST_SUBJECT_BYTES = 1024;

  String path() {
    return key.isEmpty() ? bucket : bucket + "/" + key;
  }

  /** A key may have 1024 bytes itself; the data of an event has it whole. */
  String subject() {
    return path().getBytes(StandardCharsets.UTF_8).length <= MOST_SUBJECT_BYTES
        ? path()
        : bucket + "/" + Digest.sha256Hex(key);
  }
}
