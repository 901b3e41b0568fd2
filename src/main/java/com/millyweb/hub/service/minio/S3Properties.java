package com.millyweb.hub.service.minio;

import com.millyweb.hub.secret.Secret;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The object storage that {@code object:} steps use.
 *
 * @param url {@code http(s)://host:port} of a server that speaks S3
 * @param accessKey who asks
 * @param secretKey proves it
 * @param region that requests are signed for
 * @param buckets what steps may use, by the name that they have for it; without any, every bucket
 *     of the account by its own name
 */
@ConfigurationProperties("hub.s3")
record S3Properties(
    @Nullable URI url,
    @Nullable Secret accessKey,
    @Nullable Secret secretKey,
    @DefaultValue("us-east-1") String region,
    @DefaultValue Map<String, Bucket> buckets) {

  S3Properties {
    if (url != null
        && (url.getHost() == null
            || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
            || url.getUserInfo() != null)) {
      throw new IllegalArgumentException(
          "hub.s3.url must be http(s)://host[:port], was: '%s'"
              .formatted(url.toString().replaceFirst("//[^@/]*@", "//…@")));
    }
    if (url != null && (accessKey == null || secretKey == null)) {
      throw new IllegalArgumentException(
          "hub.s3.url is set, so hub.s3.access-key and hub.s3.secret-key must be set, too");
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

  /**
   * @param bucket its own name; the name of the entry by default
   * @param prefix what all keys begin with: steps see nothing beside it
   */
  record Bucket(@DefaultValue("") String bucket, @DefaultValue("") String prefix) {}
}
