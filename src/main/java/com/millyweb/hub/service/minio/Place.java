package com.millyweb.hub.service.minio;

import com.millyweb.hub.config.Nearest;
import com.millyweb.hub.service.minio.S3Properties.Bucket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A bucket as a step may use it: the whole of it, or what lies below a prefix.
 *
 * @param bucket its own name
 * @param prefix empty, or what all keys begin with: for steps it ends with a slash
 */
record Place(String bucket, String prefix) {
  /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html. */
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  private static final int LONGEST_KEY = 1024;

  /** The shipped flow of documents has it, whatever else is configured. */
  private static final String DOCUMENTS = "documents";

  /**
   * @param name of the configuration; where that names none, of a bucket
   * @throws IllegalArgumentException when steps may not use it
   */
  static Place of(Map<String, Bucket> configured, String name) {
    if (configured.isEmpty()) {
      if (!BUCKET.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "A bucket's name must be 3 to 63 lower-case letters, digits, '.' and '-', was: '%s'"
                .formatted(name));
      }
      return new Place(name, "");
    }
    Bucket bucket = configured.get(name);
    if (bucket == null && name.equals(DOCUMENTS)) {
      return new Place(name, "");
    }
    if (bucket == null) {
      @Nullable String meant = Nearest.to(name, configured.keySet());
      throw new IllegalArgumentException(
          "There is no bucket '%s' in hub.s3.buckets%s"
              .formatted(name, meant == null ? "" : "; did you mean '%s'?".formatted(meant)));
    }
    return new Place(bucket.bucket().isEmpty() ? name : bucket.bucket(), bucket.prefix());
  }

  /**
   * @param text {@code bucket} or {@code bucket/prefix}
   * @throws IllegalArgumentException when there is no such bucket
   */
  static Place watched(Map<String, Bucket> configured, String text) {
    String[] parts = text.strip().split("/", 2);
    Place place = of(configured, parts[0]);
    return parts.length == 1 ? place : new Place(place.bucket, place.prefix + parts[1]);
  }

  /** As events name it. */
  String path() {
    return prefix.isEmpty() ? bucket : bucket + "/" + prefix;
  }

  /**
   * The key of an object in the bucket.
   *
   * @param name below the prefix
   * @throws IllegalArgumentException when it is none, or would lead out of it on a server that
   *     keeps objects as files
   */
  String key(@Nullable String name) {
    if (name == null || name.isEmpty()) {
      throw new IllegalArgumentException("The key of an object is missing");
    }
    String key = prefix + name;
    boolean climbs =
        name.startsWith("/")
            || name.indexOf('\\') >= 0
            || name.chars().anyMatch(Character::isISOControl)
            || Arrays.stream(name.split("/", -1)).anyMatch(part -> part.matches("\\.{1,2}"));
    if (climbs || key.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY) {
      throw new IllegalArgumentException(
          "The key of an object must be up to 1024 bytes without control characters, backslashes and parts that are '.' or '..', and not begin with a slash, was: '%s'"
              .formatted(name));
    }
    return key;
  }

  /** As steps know it. */
  String name(String key) {
    return key.startsWith(prefix) ? key.substring(prefix.length()) : key;
  }
}
