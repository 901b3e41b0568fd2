package com.millyweb.hub.service.minio;

import com.millyweb.hub.fixture.HubFixture;
import io.minio.StatObjectResponse;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;

/** What MinIO sends when something happens to an object: a sample of it, of another object. */
record StorageNotification(String body) {
  static final String SECRET = "storage-notification-secret";

  static StorageNotification created(String bucket, String key, StatObjectResponse object)
      throws IOException {
    return created(bucket, key, object.etag(), object.lastModified().toInstant());
  }

  static StorageNotification created(String bucket, String key, String etag, Instant at)
      throws IOException {
    return of("minio-created", bucket, key, at).with("0cc175b9c0f1b6a831c399e269772661", etag);
  }

  static StorageNotification removed(String bucket, String key, Instant at) throws IOException {
    return of("minio-removed", bucket, key, at);
  }

  private static StorageNotification of(String sample, String bucket, String key, Instant at)
      throws IOException {
    String body =
        Files.readString(Path.of("src/test/resources/ingress/%s.json".formatted(sample)))
            .replaceFirst("(\"bucket\": *\\{\\s*\"name\": *)\"[^\"]*\"", "$1\"" + bucket + "\"")
            .replaceFirst(
                "(\"object\": *\\{\\s*\"key\": *)\"[^\"]*\"",
                "$1\"" + URLEncoder.encode(key, StandardCharsets.UTF_8) + "\"")
            .replaceFirst("(\"eventTime\": *)\"[^\"]*\"", "$1\"" + at.plusMillis(40) + "\"")
            .replaceFirst("(\"sequencer\": *)\"[^\"]*\"", "$1\"" + sequencer(at) + "\"");
    return new StorageNotification(body);
  }

  private static String sequencer(Instant at) {
    return BigInteger.valueOf(at.getEpochSecond())
        .multiply(BigInteger.valueOf(1_000_000_000))
        .add(BigInteger.valueOf(at.getNano()))
        .toString(16)
        .toUpperCase(Locale.ROOT);
  }

  private StorageNotification with(String before, String after) {
    return new StorageNotification(body.replace(before, after));
  }

  /** Returns the door's answer. */
  String send(HubFixture hub) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(hub.url() + "/hooks/minio"))
            .header("Authorization", "Bearer " + SECRET)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body();
  }
}
