package com.millyweb.hub.service.minio;

import com.millyweb.hub.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The object storage that {@code object:} steps use.
 *
 * @param url {@code http(s)://host:port} of a server that speaks S3, or {@code off}; without it the
 *     hub runs one on a folder of its home, from the first use on
 * @param accessKey who asks
 * @param secretKey proves it
 * @param region that requests are signed for
 * @param buckets what steps may use, by the name that they have for it; without any, every bucket
 *     of the account by its own name
 * @param watch the buckets, or parts of them as {@code bucket/prefix}, that are compared with what
 *     is known, for what notifications did not tell
 * @param watchInterval how often; 5m, and 2s where the hub runs the server
 * @param watchExisting whether what is there at the first look is told
 * @param source the door's source that gets the notifications of this storage; what the watch finds
 *     comes as from there
 */
@ConfigurationProperties("hub.s3")
record S3Properties(
    @Nullable URI url,
    @Nullable Secret accessKey,
    @Nullable Secret secretKey,
    @DefaultValue("us-east-1") String region,
    @DefaultValue Map<String, Bucket> buckets,
    @DefaultValue List<String> watch,
    @Nullable Duration watchInterval,
    @DefaultValue("false") boolean watchExisting,
    @DefaultValue("minio") String source) {
  private static final URI OFF = URI.create("off");
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration EMBEDDED_INTERVAL = Duration.ofSeconds(2);
  private static final Duration INTERVAL = Duration.ofMinutes(5);

  S3Properties {
    if (url != null && url.toString().isBlank()) {
      url = null;
    }
    if (url != null
        && !url.equals(OFF)
        && (url.getHost() == null
            || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
            || url.getUserInfo() != null)) {
      throw new IllegalArgumentException(
          "hub.s3.url must be http(s)://host[:port] or off, was: '%s'"
              .formatted(url.toString().replaceFirst("//[^@/]*@", "//…@")));
    }
    if (url != null && !url.equals(OFF) && (accessKey == null || secretKey == null)) {
      throw new IllegalArgumentException(
          "hub.s3.url is set, so hub.s3.access-key and hub.s3.secret-key must be set, too");
    }
    if (watchInterval != null && watchInterval.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "hub.s3.watch-interval must be at least 1s, was: " + watchInterval.toMillis() + "ms");
    }
    if (OFF.equals(url) && !watch.isEmpty()) {
      throw new IllegalArgumentException("hub.s3.watch is set, so hub.s3.url must not be off");
    }
    for (String place : watch) {
      try {
        Place.watched(buckets, place);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("hub.s3.watch: %s".formatted(e.getMessage()), e);
      }
    }
    buckets.forEach(
        (name, bucket) -> {
          if (!bucket.prefix().isEmpty() && !bucket.prefix().endsWith("/")) {
            throw new IllegalArgumentException(
                "hub.s3.buckets.%s.prefix must end with a slash, was: '%s'"
                    .formatted(name, bucket.prefix()));
          }
        });
  }

  boolean isOff() {
    return OFF.equals(url);
  }

  boolean isEmbedded() {
    return url == null;
  }

  Duration interval() {
    if (watchInterval != null) {
      return watchInterval;
    }
    return isEmbedded() ? EMBEDDED_INTERVAL : INTERVAL;
  }

  /** The parts of buckets that are watched. */
  List<Place> watched() {
    return watch.stream().map(place -> Place.watched(buckets, place)).distinct().toList();
  }

  /**
   * @param bucket its own name; the name of the entry by default
   * @param prefix what all keys begin with: steps see nothing beside it
   * @param expire what is deleted when it is old enough
   * @param versioning whether the server keeps what is overwritten or deleted; false leaves it as
   *     it is
   */
  record Bucket(
      @DefaultValue("") String bucket,
      @DefaultValue("") String prefix,
      @DefaultValue List<Expiry> expire,
      @DefaultValue("false") boolean versioning) {}

  /**
   * @param prefix of the keys, below that of the bucket; all of them by default
   * @param after how long after it was stored
   */
  record Expiry(@DefaultValue("") String prefix, @Nullable Duration after) {
    Expiry {
      if (after == null || after.compareTo(SHORTEST) < 0) {
        throw new IllegalArgumentException(
            "hub.s3.buckets.<name>.expire needs 'after', at least 1s, such as 30d");
      }
    }
  }
}
