package com.millyweb.hub.service.minio;

import com.millyweb.hub.config.Durations;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * Store, read, list, tag and delete objects of a server that speaks S3.
 *
 * <p>What happens there are events where the server notifies the hub: minio.object.created and
 * minio.object.removed.
 */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "object",
    title = "Object",
    syntax = "object:action",
    producerOnly = true,
    category = {Category.CLOUD, Category.FILE})
public class ObjectEndpoint extends DefaultEndpoint {
  private static final int MOST_LISTED = 1_000;
  private static final DataSize LARGEST = DataSize.ofMegabytes(64);

  /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html. */
  private static final Duration LONGEST_LINK = Duration.ofDays(7);

  @UriPath(description = "put, get, list, stat, copy, delete, link, tags.")
  @Metadata(required = true)
  private ObjectAction action = ObjectAction.get;

  @UriParam(
      description =
          "One of hub.s3.buckets; where that names none, a bucket of the account. Text with simple expressions in it.")
  @Metadata(required = true)
  private String bucket = "";

  @UriParam(description = "The object's key; text with simple expressions in it.")
  private @Nullable String key;

  @UriParam(
      description =
          "For copy: the bucket to copy to; text with simple expressions in it. The default is the same.")
  private @Nullable String toBucket;

  @UriParam(description = "For copy: the key of the copy; text with simple expressions in it.")
  private @Nullable String toKey;

  @UriParam(description = "For list: what keys begin with; text with simple expressions in it.")
  private @Nullable String prefix;

  @UriParam(
      description =
          "For list: the key after which it begins, as the page before gave it in 'next'; a simple expression.")
  private @Nullable String after;

  @UriParam(defaultValue = "100", description = "For list: how many at most, up to 1000.")
  private int limit = 100;

  @UriParam(
      description =
          "For put: the type of the content; a simple expression. The default is that of the body.")
  private @Nullable String contentType;

  @UriParam(
      defaultValue = "auto",
      enums = "auto,text,json,bytes,stream",
      description =
          "For get: what the body becomes; auto goes by the content type. A stream is read as it is used, may have any size, and goes to put, a file or another step.")
  private String as = "auto";

  @UriParam(
      defaultValue = "10MB",
      description = "For get: more is not read, unless as a stream. Up to 64MB.")
  private String maxSize = "10MB";

  @UriParam(
      description =
          "For get: how many bytes to leave out at the beginning; a simple expression. The default is none.")
  private @Nullable String offset;

  @UriParam(
      description =
          "For get: how many bytes to read at most; a simple expression. The default is all.")
  private @Nullable String length;

  @UriParam(
      defaultValue = "fail",
      enums = "fail,empty",
      description = "For get: what happens where there is no such object; empty leaves no body.")
  private String missing = "fail";

  @UriParam(
      defaultValue = "get",
      enums = "get,put",
      description = "For link: what it lets its holder do.")
  private String method = "get";

  @UriParam(defaultValue = "1h", description = "For link: how long it works, up to 7d.")
  private String expires = "1h";

  @UriParam(
      description =
          "tag.<name>: for put and tags; text with simple expressions in it. tags without any reads them.",
      prefix = "tag.",
      multiValue = true)
  private Map<String, Object> tag = new LinkedHashMap<>();

  @UriParam(
      description =
          "For put and tags: a simple expression of a map, names of tags with their values, beside tag.<name>.")
  private @Nullable String tags;

  public ObjectEndpoint(String uri, ObjectComponent component) {
    super(uri, component);
  }

  void requireConsistent() {
    if (bucket.isBlank()) {
      throw new IllegalArgumentException("object:%s needs 'bucket'".formatted(action));
    }
    if (action != ObjectAction.list && (key == null || key.isBlank())) {
      throw new IllegalArgumentException("object:%s needs 'key'".formatted(action));
    }
    if (action == ObjectAction.copy && (toKey == null || toKey.isBlank())) {
      throw new IllegalArgumentException("object:copy needs 'toKey'");
    }
    if (limit < 1 || limit > MOST_LISTED) {
      throw new IllegalArgumentException(
          "limit must be 1 to %d, was: %d".formatted(MOST_LISTED, limit));
    }
    mostBytes();
    life();
  }

  int mostBytes() {
    DataSize size;
    try {
      size = DataSize.parse(maxSize);
    } catch (IllegalArgumentException e) {
      size = DataSize.ofBytes(0);
    }
    if (size.toBytes() < 1 || size.compareTo(LARGEST) > 0) {
      throw new IllegalArgumentException(
          "maxSize must be 1B to 64MB, was: '%s'".formatted(maxSize));
    }
    return Math.toIntExact(size.toBytes());
  }

  Duration life() {
    Duration life;
    try {
      life = Durations.parse(expires);
    } catch (IllegalArgumentException e) {
      life = Duration.ZERO;
    }
    if (life.toSeconds() < 1 || life.compareTo(LONGEST_LINK) > 0) {
      throw new IllegalArgumentException("expires must be 1s to 7d, was: '%s'".formatted(expires));
    }
    return life;
  }

  @Override
  public Producer createProducer() {
    return new ObjectProducer(this);
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException(
        "object:%s can only be sent to; what happens to objects are events, event:minio.object.*"
            .formatted(action));
  }

  public ObjectAction getAction() {
    return action;
  }

  public void setAction(ObjectAction action) {
    this.action = action;
  }

  public String getBucket() {
    return bucket;
  }

  public void setBucket(String bucket) {
    this.bucket = bucket;
  }

  public @Nullable String getKey() {
    return key;
  }

  public void setKey(@Nullable String key) {
    this.key = key;
  }

  public @Nullable String getToBucket() {
    return toBucket;
  }

  public void setToBucket(@Nullable String toBucket) {
    this.toBucket = toBucket;
  }

  public @Nullable String getToKey() {
    return toKey;
  }

  public void setToKey(@Nullable String toKey) {
    this.toKey = toKey;
  }

  public @Nullable String getPrefix() {
    return prefix;
  }

  public void setPrefix(@Nullable String prefix) {
    this.prefix = prefix;
  }

  public @Nullable String getAfter() {
    return after;
  }

  public void setAfter(@Nullable String after) {
    this.after = after;
  }

  public int getLimit() {
    return limit;
  }

  public void setLimit(int limit) {
    this.limit = limit;
  }

  public @Nullable String getContentType() {
    return contentType;
  }

  public void setContentType(@Nullable String contentType) {
    this.contentType = contentType;
  }

  public String getAs() {
    return as;
  }

  public void setAs(String as) {
    this.as = as;
  }

  public String getMaxSize() {
    return maxSize;
  }

  public void setMaxSize(String maxSize) {
    this.maxSize = maxSize;
  }

  public @Nullable String getOffset() {
    return offset;
  }

  public void setOffset(@Nullable String offset) {
    this.offset = offset;
  }

  public @Nullable String getLength() {
    return length;
  }

  public void setLength(@Nullable String length) {
    this.length = length;
  }

  public String getMissing() {
    return missing;
  }

  public void setMissing(String missing) {
    this.missing = missing;
  }

  public String getMethod() {
    return method;
  }

  public void setMethod(String method) {
    this.method = method;
  }

  public String getExpires() {
    return expires;
  }

  public void setExpires(String expires) {
    this.expires = expires;
  }

  public @Nullable String getTags() {
    return tags;
  }

  public void setTags(@Nullable String tags) {
    this.tags = tags;
  }

  public Map<String, Object> getTag() {
    return tag;
  }

  public void setTag(Map<String, Object> tag) {
    this.tag = tag;
  }
}
