package com.millyweb.hub.service.minio;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** A real S3 server, and before it somebody who refuses what an account may not do. */
final class GuardedS3 implements AutoCloseable {
  private static final Set<String> OF_THE_LINE =
      Set.of("connection", "content-length", "transfer-encoding");

  private final S3Server server;
  private final HttpServer guard;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final OkHttpClient client = new OkHttpClient.Builder().followRedirects(false).build();
  private volatile Predicate<String> refused;

  private GuardedS3(S3Server server, Predicate<String> refused) throws IOException {
    this.server = server;
    this.refused = refused;
    guard = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    guard.setExecutor(threads);
    guard.createContext("/", this::answer);
    guard.start();
  }

  /**
   * Skips the test where the server's program is not there.
   *
   * @param refused whether a request is, written as {@code GET /docs?lifecycle=}
   */
  static GuardedS3 orSkip(Predicate<String> refused) throws IOException {
    return new GuardedS3(S3Server.orSkip(), refused);
  }

  Map<String, String> settings() {
    return Map.of(
        "hub.s3.url", "http://127.0.0.1:" + guard.getAddress().getPort(),
        "hub.s3.access-key", S3Server.ACCESS_KEY,
        "hub.s3.secret-key", S3Server.SECRET_KEY);
  }

  /** An object that was stored so long ago; the guard does not see it. */
  void store(String bucket, String key, Duration age) throws Exception {
    server.bucket(bucket);
    MinioClient.builder()
        .endpoint(server.url())
        .region("us-east-1")
        .credentials(S3Server.ACCESS_KEY, S3Server.SECRET_KEY)
        .build()
        .putObject(
            PutObjectArgs.builder().bucket(bucket).object(key).stream(
                    new ByteArrayInputStream(new byte[1]), 1, -1)
                .build());
    Files.setLastModifiedTime(file(bucket, key), FileTime.from(Instant.now().minus(age)));
  }

  Path file(String bucket, String key) {
    return server.file(bucket, key);
  }

  /** From now on nothing is refused. */
  void allowAll() {
    refused = request -> false;
  }

  private void answer(HttpExchange http) throws IOException {
    try (http) {
      byte[] body = http.getRequestBody().readAllBytes();
      if (refused.test("%s %s".formatted(http.getRequestMethod(), http.getRequestURI()))) {
        byte[] error =
            "<Error><Code>AccessDenied</Code><Message>Access Denied.</Message></Error>"
                .getBytes(UTF_8);
        http.getResponseHeaders().set("Content-Type", "application/xml");
        http.sendResponseHeaders(403, error.length);
        http.getResponseBody().write(error);
        return;
      }
      pass(http, body);
    }
  }

  /** With the name that the request was signed for. */
  private void pass(HttpExchange http, byte[] body) throws IOException {
    String method = http.getRequestMethod();
    boolean bare = method.equals("GET") || method.equals("HEAD");
    var request =
        new Request.Builder()
            .url(server.url() + http.getRequestURI())
            .method(method, bare ? null : RequestBody.create(body, null));
    http.getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!OF_THE_LINE.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.addHeader(name, value));
              }
            });
    try (Response answer = client.newCall(request.build()).execute()) {
      byte[] content = answer.body().bytes();
      boolean head = method.equals("HEAD");
      answer
          .headers()
          .toMultimap()
          .forEach(
              (name, values) -> {
                if (!OF_THE_LINE.contains(name) || head && name.equals("content-length")) {
                  http.getResponseHeaders().put(name, values);
                }
              });
      http.sendResponseHeaders(answer.code(), content.length == 0 ? -1 : content.length);
      http.getResponseBody().write(content);
    }
  }

  @Override
  public void close() {
    guard.stop(0);
    threads.shutdownNow();
    server.close();
  }
}
