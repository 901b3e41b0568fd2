package com.millyweb.hub.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;

/** A real Alertmanager that notifies a hub. */
public final class Alertmanager implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path program;
  private final Path folder;
  private final int port = Ports.free();
  private Process process;

  private Alertmanager(Path program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /** One that does not run yet, or the test is skipped. */
  public static Alertmanager orSkip(Path folder) {
    return new Alertmanager(
        Programs.orSkip("alertmanager", "prometheus-alertmanager", "alertmanager"), folder);
  }

  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /**
   * @param hub its URL
   * @param secret of its door
   */
  public void start(String hub, String secret) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("alertmanager.yml"),
            """
            route: {receiver: hub, group_by: [alertname], group_wait: 1s, group_interval: 1s, repeat_interval: 8s}
            receivers:
              - name: hub
                webhook_configs:
                  - url: %s/hooks/alertmanager
                    http_config: {authorization: {credentials: %s}}
            """
                .formatted(hub, secret));
    process =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + config,
                "--storage.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--cluster.listen-address=")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    Awaitility.await("an Alertmanager, see " + folder)
        .atMost(Duration.ofSeconds(30))
        .until(() -> isReady());
  }

  private boolean isReady() throws InterruptedException {
    try {
      return client
              .send(
                  HttpRequest.newBuilder(URI.create(url() + "/-/ready")).build(),
                  BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * @param labels JSON
   * @param endsIn seconds from now; in the past for one that is over
   */
  public void fire(String labels, Instant start, long endsIn) throws Exception {
    String alert =
        """
        [{"labels":%s,"startsAt":"%s","endsAt":"%s"}]
        """
            .formatted(labels, start, Instant.now().plusSeconds(endsIn));
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(url() + "/api/v2/alerts"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(alert))
                .build(),
            BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
  }

  /** What its API says at a path below {@code /api/v2}. */
  public JsonNode get(String path) throws Exception {
    return JSON.readTree(
        client
            .send(
                HttpRequest.newBuilder(URI.create(url() + "/api/v2" + path)).build(),
                BodyHandlers.ofString())
            .body());
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroy();
      process.onExit().join();
    }
  }
}
