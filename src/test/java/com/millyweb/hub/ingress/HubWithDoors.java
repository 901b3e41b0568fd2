package com.millyweb.hub.ingress;

import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.fixture.HubFixture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The whole hub, and what senders do to its doors. */
public final class HubWithDoors implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  public final HubFixture hub;

  private HubWithDoors(HubFixture hub) {
    this.hub = hub;
  }

  public static HubWithDoors start(Map<String, String> properties) {
    return start(TestDatabase.create(), properties);
  }

  public static HubWithDoors start(TestDatabase database, Map<String, String> properties) {
    return start(database, Path.of("routes"), properties);
  }

  public static HubWithDoors start(
      TestDatabase database, Path routes, Map<String, String> properties) {
    return new HubWithDoors(HubFixture.start(database, routes, properties));
  }

  public HttpResponse<String> post(String source, String body, String... headers) {
    return post(source, BodyPublishers.ofString(body), headers);
  }

  public HttpResponse<String> post(String source, BodyPublisher body, String... headers) {
    return send(request("/hooks/" + source, headers).POST(body).build());
  }

  HttpRequest.Builder request(String path, String... headers) {
    var request = HttpRequest.newBuilder(URI.create(hub.url() + path));
    return headers.length == 0 ? request : request.headers(headers);
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException("No answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  public HttpResponse<String> push(String secret, String body, String delivery) {
    return post(
        "github",
        body,
        "Content-Type",
        "application/json",
        "X-GitHub-Event",
        "push",
        "X-GitHub-Delivery",
        delivery,
        "X-Hub-Signature-256",
        "sha256=" + hmac("HmacSHA256", secret, body));
  }

  public JdbcClient database() {
    return JdbcClient.create(hub.database().dataSource());
  }

  long events() {
    return database().sql("select count(*) from event").query(Long.class).single();
  }

  public Map<String, Object> event(String id) {
    return database().sql("select * from event where id = ?::uuid").param(id).query().singleRow();
  }

  public static String hmac(String algorithm, String secret, String text) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    hub.close();
  }
}
