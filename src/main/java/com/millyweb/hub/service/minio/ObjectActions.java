package com.millyweb.hub.service.minio;

import com.millyweb.hub.event.PermanentFailure;
import io.minio.CopyObjectArgs;
import io.minio.CopySource;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.GetObjectTagsArgs;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.ObjectWriteResponse;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.SetObjectTagsArgs;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.messages.Item;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;
import org.apache.camel.component.minio.MinioConstants;
import org.apache.camel.component.minio.MinioOperations;
import org.jspecify.annotations.Nullable;

/**
 * The actions on objects. camel-minio does what it can do; figures and tags of an object are asked
 * of its client.
 */
record ObjectActions(
    MinioClient client, CamelMinio camel, ObjectEndpoint endpoint, Place place, Place to) {
  private static final long PART = 10L << 20;

  /**
   * @param texts by the names of the options
   * @param message with the body to store, for {@code put}
   * @return a map, a list of maps, or the content of an object
   */
  @Nullable Object run(Map<String, String> texts, Map<String, String> tags, Message message)
      throws Exception {
    String name = texts.getOrDefault("key", "");
    return switch (endpoint.getAction()) {
      case put -> put(name, texts.get("contentType"), tags, message);
      case get -> get(name);
      case list -> list(texts.getOrDefault("prefix", ""), texts.getOrDefault("after", ""));
      case stat -> stat(name);
      case copy -> copy(name, texts.getOrDefault("toKey", ""));
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
      stored.put("bucket", endpoint.getBucket());
      stored.put("key", name);
      stored.put("etag", answer.getHeader(MinioConstants.E_TAG, String.class));
      stored.put("version", answer.getHeader(MinioConstants.VERSION_ID, String.class));
      return stored;
    }
  }

  private @Nullable Object get(String name) throws Exception {
    var request = GetObjectArgs.builder().bucket(place.bucket()).object(place.key(name));
    int most = endpoint.mostBytes();
    try (var found =
        (GetObjectResponse)
            camel.ask(MinioOperations.getObject, request, Map.of()).getBody(InputStream.class)) {
      byte[] bytes = found.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new PermanentFailure(
            "%s/%s is larger than %d bytes (maxSize)".formatted(endpoint.getBucket(), name, most),
            null);
      }
      return ObjectContent.read(bytes, found.headers().get("Content-Type"), endpoint.getAs());
    }
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
        client.statObject(
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

  private Map<String, @Nullable Object> copy(String name, String target) throws Exception {
    var request =
        CopyObjectArgs.builder()
            .bucket(to.bucket())
            .object(to.key(target))
            .source(CopySource.builder().bucket(place.bucket()).object(place.key(name)).build());
    var answer =
        (ObjectWriteResponse) camel.ask(MinioOperations.copyObject, request, Map.of()).getBody();
    Map<String, @Nullable Object> copied = new LinkedHashMap<>();
    String bucket = endpoint.getToBucket();
    copied.put("bucket", bucket == null ? endpoint.getBucket() : bucket);
    copied.put("key", target);
    copied.put("etag", plain(answer.etag()));
    return copied;
  }

  /** What is not there is deleted, as S3 has it. */
  private Map<String, Object> delete(String name) throws Exception {
    var request = RemoveObjectArgs.builder().bucket(place.bucket()).object(place.key(name));
    camel.ask(MinioOperations.deleteObject, request, Map.of());
    return Map.of("bucket", endpoint.getBucket(), "key", name);
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
      client.setObjectTags(
          SetObjectTagsArgs.builder().bucket(place.bucket()).object(key).tags(tags).build());
      return tags;
    }
    return client
        .getObjectTags(GetObjectTagsArgs.builder().bucket(place.bucket()).object(key).build())
        .get();
  }
}
