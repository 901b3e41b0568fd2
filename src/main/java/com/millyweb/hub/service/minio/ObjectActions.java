package com.millyweb.hub.service.minio;

import com.millyweb.hub.event.PermanentFailure;
import io.minio.CopyObjectArgs;
import io.minio.CopySource;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.GetObjectTagsArgs;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.ListObjectsArgs;
import io.minio.ObjectWriteResponse;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.SetObjectTagsArgs;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.messages.Item;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.minio.MinioConstants;
import org.apache.camel.component.minio.MinioOperations;
import org.jspecify.annotations.Nullable;

/**
 * The actions on objects. camel-minio does what it can do; figures and tags of an object are asked
 * of its client.
 *
 * @param bucket as the step names it
 */
record ObjectActions(
    ObjectStore store,
    CamelMinio camel,
    ObjectEndpoint endpoint,
    String bucket,
    Place place,
    Place to) {
  private static final Pattern BYTES = Pattern.compile("\\d{1,18}");

  /** S3 has at most 10,000 parts; of a stream whose end nobody knows one is kept in memory. */
  private static final long PART = 10L << 20;

  /**
   * @param texts by the names of the options
   * @param exchange with the body to store, for {@code put}
   * @return a map, a list of maps, or the content of an object
   */
  @Nullable Object run(Map<String, String> texts, Map<String, String> tags, Exchange exchange)
      throws Exception {
    String name = texts.getOrDefault("key", "");
    return switch (endpoint.getAction()) {
      case put -> put(name, texts.get("contentType"), tags, exchange.getMessage());
      case get ->
          get(name, number("offset", texts, 0), number("length", texts, Long.MAX_VALUE), exchange);
      case list -> list(texts.getOrDefault("prefix", ""), texts.getOrDefault("after", ""));
      case stat -> stat(name);
      case copy ->
          copy(name, texts.getOrDefault("toBucket", bucket), texts.getOrDefault("toKey", ""));
      case delete -> delete(name);
      case link -> link(name);
      case tags -> tags(name, tags);
    };
  }

  private Map<String, @Nullable Object> put(
      String name, @Nullable String type, Map<String, String> tags, Message message)
      throws Exception {
    try (ObjectContent content = ObjectContent.of(message)) {
      PutObjectArgs.Builder request =
          PutObjectArgs.builder()
              .bucket(place.bucket())
              .object(place.key(name))
              .contentType(type == null || type.isBlank() ? content.type() : type.strip())
              .stream(content.stream(), content.size(), content.size() < 0 ? PART : -1);
      if (!tags.isEmpty()) {
        request.tags(tags);
      }
      Message answer = camel.ask(null, request, Map.of());
      Map<String, @Nullable Object> stored = new LinkedHashMap<>();
      stored.put("bucket", bucket);
      stored.put("key", name);
      stored.put("etag", answer.getHeader(MinioConstants.E_TAG, String.class));
      stored.put("version", answer.getHeader(MinioConstants.VERSION_ID, String.class));
      return stored;
    }
  }

  private static long number(String option, Map<String, String> texts, long otherwise) {
    String text = texts.getOrDefault(option, "").strip();
    if (text.isEmpty()) {
      return otherwise;
    }
    if (!BYTES.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "%s must be a number of bytes, was: '%s'".formatted(option, text));
    }
    return Long.parseLong(text);
  }

  private @Nullable Object get(String name, long offset, long length, Exchange exchange)
      throws Exception {
    if (endpoint.getAs().equals("stream")) {
      StatObjectResponse found = found(name);
      exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, found.contentType());
      return stream(name, found, offset, length, exchange);
    }
    if (offset > 0 || length < Long.MAX_VALUE) {
      StatObjectResponse found = found(name);
      return read(name, stream(name, found, offset, length, exchange), found.contentType());
    }
    var request = GetObjectArgs.builder().bucket(place.bucket()).object(place.key(name));
    try (var found =
        (GetObjectResponse)
            camel.ask(MinioOperations.getObject, request, Map.of()).getBody(InputStream.class)) {
      return read(name, found, found.headers().get("Content-Type"));
    }
  }

  /** What the object is, is settled here; its content comes when it is read. */
  private ObjectStream stream(
      String name, StatObjectResponse found, long offset, long length, Exchange exchange) {
    long rest = Math.max(0, found.size() - offset);
    return ObjectStream.of(
        exchange,
        store::client,
        new ObjectStream.Part(
            place.bucket(),
            place.key(name),
            found.etag() == null ? "" : found.etag().replace("\"", ""),
            found.lastModified(),
            offset,
            Math.min(rest, length)));
  }

  private StatObjectResponse found(String name) throws Exception {
    return store
        .client()
        .statObject(
            StatObjectArgs.builder().bucket(place.bucket()).object(place.key(name)).build());
  }

  private @Nullable Object read(String name, InputStream content, @Nullable String type)
      throws IOException {
    int most = endpoint.mostBytes();
    byte[] bytes = content.readNBytes(most + 1);
    if (bytes.length > most) {
      throw new PermanentFailure(
          "%s/%s is larger than %d bytes (maxSize)".formatted(bucket, name, most), null);
    }
    return ObjectContent.read(bytes, type, endpoint.getAs());
  }

  private Map<String, Object> list(String prefix, String after) throws Exception {
    int limit = endpoint.getLimit();
    var request =
        ListObjectsArgs.builder()
            .bucket(place.bucket())
            .prefix(place.prefix() + prefix)
            .recursive(true)
            .maxKeys(Math.min(limit + 1, 1_000));
    if (!after.isEmpty()) {
      request.startAfter(place.key(after));
    }
    List<Map<String, @Nullable Object>> objects = new ArrayList<>();
    String next = null;
    Object found = camel.ask(MinioOperations.listObjects, request, Map.of()).getBody();
    for (Object one : (Iterable<?>) found) {
      if (objects.size() == limit) {
        next = String.valueOf(objects.get(limit - 1).get("key"));
        break;
      }
      Item item = (Item) ((Result<?>) one).get();
      Map<String, @Nullable Object> view = new LinkedHashMap<>();
      view.put("key", place.name(item.objectName()));
      view.put("size", item.size());
      view.put("etag", plain(item.etag()));
      view.put(
          "modified",
          item.lastModified() == null ? null : item.lastModified().toInstant().toString());
      objects.add(view);
    }
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("objects", objects);
    if (next != null) {
      page.put("next", next);
    }
    return page;
  }

  private static @Nullable String plain(@Nullable String etag) {
    return etag == null ? null : etag.replace("\"", "");
  }

  private Map<String, @Nullable Object> stat(String name) throws Exception {
    StatObjectResponse found =
        store
            .client()
            .statObject(
                StatObjectArgs.builder().bucket(place.bucket()).object(place.key(name)).build());
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("key", name);
    view.put("size", found.size());
    view.put("type", found.contentType());
    view.put("etag", plain(found.etag()));
    view.put("version", found.versionId());
    view.put("modified", found.lastModified().toInstant().toString());
    return view;
  }

  private Map<String, @Nullable Object> copy(String name, String toBucket, String target)
      throws Exception {
    var request =
        CopyObjectArgs.builder()
            .bucket(to.bucket())
            .object(to.key(target))
            .source(CopySource.builder().bucket(place.bucket()).object(place.key(name)).build());
    var answer =
        (ObjectWriteResponse) camel.ask(MinioOperations.copyObject, request, Map.of()).getBody();
    Map<String, @Nullable Object> copied = new LinkedHashMap<>();
    copied.put("bucket", toBucket);
    copied.put("key", target);
    copied.put("etag", plain(answer.etag()));
    return copied;
  }

  /** What is not there is deleted, as S3 has it. */
  private Map<String, Object> delete(String name) throws Exception {
    var request = RemoveObjectArgs.builder().bucket(place.bucket()).object(place.key(name));
    camel.ask(MinioOperations.deleteObject, request, Map.of());
    return Map.of("bucket", bucket, "key", name);
  }

  private String link(String name) throws Exception {
    var request =
        GetPresignedObjectUrlArgs.builder().bucket(place.bucket()).object(place.key(name));
    MinioOperations operation =
        endpoint.getMethod().equals("put")
            ? MinioOperations.createUploadLink
            : MinioOperations.createDownloadLink;
    int seconds = Math.toIntExact(endpoint.life().toSeconds());
    return camel
        .ask(operation, request, Map.of(MinioConstants.PRESIGNED_URL_EXPIRATION_TIME, seconds))
        .getBody(String.class);
  }

  private Map<String, String> tags(String name, Map<String, String> tags) throws Exception {
    String key = place.key(name);
    if (!tags.isEmpty()) {
      store
          .client()
          .setObjectTags(
              SetObjectTagsArgs.builder().bucket(place.bucket()).object(key).tags(tags).build());
      return tags;
    }
    return store
        .client()
        .getObjectTags(GetObjectTagsArgs.builder().bucket(place.bucket()).object(key).build())
        .get();
  }
}
