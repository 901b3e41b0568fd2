package com.millyweb.hub.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Alertmanager, where the machine has one. */
class AlertmanagerTest {
  private static final String SECRET = "secret-of-the-test";

  private final HttpClient client = HttpClient.newHttpClient();
  private @TempDir Path folder;

  @Test
  void alert_that_fires_again_with_its_old_start_and_one_that_is_repeated_arrive()
      throws Exception {
    Path program = program();
    try (HubWithDoors hub =
        HubWithDoors.start(
            Map.of(
                "hub.ingress.sources.alertmanager.secret",
                SECRET,
                "hub.ingress.schedules.daily.cron",
                "off"))) {
      int port = freePort();
      Process process = start(program, hub.hub.url(), port);
      try {
        Instant start = Instant.now().minusSeconds(600).truncatedTo(ChronoUnit.SECONDS);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> post(port, start, 3600));
        await(hub, List.of("firing"));
        post(port, start, -1);
        await(hub, List.of("firing", "resolved"));
        post(port, start, 3600);
        await(hub, List.of("firing", "resolved", "firing"));
        await(hub, List.of("firing", "resolved", "firing", "firing"));
        assertThat(repeated(hub)).containsExactly("false", "false", "false", "true");
      } finally {
        process.destroy();
        process.waitFor();
      }
    }
  }

  private Process start(Path program, String hub, int port) throws IOException {
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
                .formatted(hub, SECRET));
    return new ProcessBuilder(
            program.toString(),
            "--config.file=" + config,
            "--storage.path=" + folder.resolve("data"),
            "--web.listen-address=127.0.0.1:" + port,
            "--cluster.listen-address=")
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private boolean post(int port, Instant start, long endsIn) {
    String alert =
        """
        [{"labels":{"alertname":"DiskFull"},"startsAt":"%s","endsAt":"%s"}]
        """
            .formatted(start, Instant.now().plusSeconds(endsIn));
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/api/v2/alerts".formatted(port)))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(alert))
            .build();
    try {
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void await(HubWithDoors hub, List<String> expected) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(field(hub, "status")).isEqualTo(expected));
  }

  private static List<String> repeated(HubWithDoors hub) {
    return field(hub, "repeated");
  }

  private static List<String> field(HubWithDoors hub, String name) {
    return hub.database()
        .sql(
            """
            select convert_from(data, 'UTF8')::jsonb ->> :name from event where type like 'alertmanager.alert.%' order by at, id
            """)
        .param("name", name)
        .query(String.class)
        .list();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static Path program() {
    Optional<Path> found =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .flatMap(
                part ->
                    Stream.of("prometheus-alertmanager", "alertmanager")
                        .map(name -> Path.of(part, name)))
            .filter(Files::isExecutable)
            .findFirst();
    boolean required =
        List.of(System.getenv().getOrDefault("HUB_REQUIRE", "").split(","))
            .contains("alertmanager");
    if (found.isEmpty() && !required) {
      System.out.println("Skipped: a real Alertmanager, because there is none");
    }
    Assumptions.assumeTrue(found.isPresent() || required, "no Alertmanager");
    return found.orElseThrow(() -> new IllegalStateException("HUB_REQUIRE names alertmanager"));
  }
}
