package com.millyweb.hub.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.fixture.HubFixture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/** The whole way of an event, while everything on it is edited. */
class ReloadOfDoorsAndFlowsTest {
  private static final int EDITS = 200;
  private static final int CLIENTS = 8;

  private @TempDir Path folder;
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicLong accepted = new AtomicLong();
  private final Map<String, Long> failures = new ConcurrentHashMap<>();

  @Test
  void two_hundred_edits_under_load_fail_no_request_and_lose_and_double_no_event()
      throws Exception {
    FileSystemUtils.copyRecursively(Path.of("routes"), folder);
    flow(0, "setBody");
    var pool = Executors.newFixedThreadPool(CLIENTS);
    try (HubFixture hub =
        HubFixture.start(
            folder,
            Map.of(
                "hub.ingress.sources.load.verify", "bearer",
                "hub.ingress.sources.load.secret", "secret-of-load",
                "hub.route.watch", "false"))) {
      List<CompletableFuture<Void>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        String name = "client-" + i;
        clients.add(CompletableFuture.runAsync(() -> send(hub.url(), name), pool));
      }
      RouteFiles files = hub.bean(RouteFiles.class);
      for (int edit = 1; edit <= EDITS; edit++) {
        switch (edit % 4) {
          case 0 -> flow(edit, "setBdy");
          case 1 -> flow(edit, "setBody");
          case 2 -> door("bearer", edit);
          default -> door("door", edit);
        }
        files.rescan();
      }
      over.set(true);
      clients.forEach(CompletableFuture::join);

      JdbcClient sql = JdbcClient.create(hub.database().dataSource());
      assertThat(failures).isEmpty();
      assertThat(accepted.get()).isGreaterThan(EDITS);
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> count(sql, "select count(*) from delivery where state <> 3") == 0);
      assertThat(count(sql, "select count(*) from event where type = 'load.received'"))
          .isEqualTo(accepted.get());
      assertThat(count(sql, "select count(*) from event where type = 'effect.seen'"))
          .isEqualTo(accepted.get());
      assertThat(count(sql, "select count(distinct cause) from event where type = 'effect.seen'"))
          .isEqualTo(accepted.get());
      assertThat(count(sql, "select count(*) from delivery")).isZero();
    } finally {
      over.set(true);
      pool.shutdownNow();
    }
  }

  private static long count(JdbcClient sql, String query) {
    return sql.sql(query).query(Long.class).single();
  }

  private void flow(int edit, String step) throws IOException {
    Files.writeString(
        folder.resolve("flow/seen.camel.yaml"),
        """
        - route:
            id: flow.seen
            description: Sends an effect for each event, version %d
            from:
              uri: event:load.received
              steps:
                - %s:
                    constant: seen
                - to: event:effect.seen
        """
            .formatted(edit, step));
  }

  private void door(String name, int edit) throws IOException {
    Path file = folder.resolve("ingress/" + name + ".camel.yaml");
    String before = Files.readString(Path.of("routes/ingress/" + name + ".camel.yaml"));
    Files.writeString(file, "# edit %d\n%s".formatted(edit, before));
  }

  private void send(String url, String name) {
    HttpClient http = HttpClient.newHttpClient();
    for (int n = 0; !over.get(); n++) {
      try {
        var answer =
            http.send(
                HttpRequest.newBuilder(URI.create(url + "/hooks/load"))
                    .header("Authorization", "Bearer secret-of-load")
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", name + "-" + n)
                    .POST(HttpRequest.BodyPublishers.ofString("{\"n\":" + n + "}"))
                    .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() == 202) {
          accepted.incrementAndGet();
        } else {
          failures.merge(answer.statusCode() + " " + answer.body(), 1L, Long::sum);
        }
      } catch (IOException | InterruptedException e) {
        failures.merge(e.toString(), 1L, Long::sum);
      }
    }
  }
}
