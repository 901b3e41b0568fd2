package com.millyweb.hub.route;

import static com.millyweb.hub.route.RoutesFixture.door;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReloadUnderLoadTest {
  private static final int EDITS = 60;
  private static final int CLIENTS = 8;
  private static final String FILE = "ingress/busy.camel.yaml";

  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicLong requests = new AtomicLong();
  private final Map<String, Long> failures = new ConcurrentHashMap<>();

  @Test
  void no_request_fails_while_its_route_is_edited() throws Exception {
    var routes = RoutesFixture.prepare().write(FILE, content(0));
    var pool = Executors.newFixedThreadPool(CLIENTS);
    try (routes) {
      routes.start();
      List<CompletableFuture<Void>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(CompletableFuture.runAsync(() -> ask(routes), pool));
      }
      for (int edit = 1; edit <= EDITS; edit++) {
        boolean bad = edit % 3 == 0;
        routes.write(FILE, bad ? content(edit).replace("setBody", "setBdy") : content(edit));
        routes.rescan();
      }
      over.set(true);
      clients.forEach(CompletableFuture::join);

      assertThat(failures).isEmpty();
      assertThat(requests.get()).isGreaterThan(EDITS * CLIENTS);
      assertThat(routes.files().versions(FILE)).hasSize(1 + EDITS - EDITS / 3);
    } finally {
      over.set(true);
      pool.shutdownNow();
    }
  }

  /** Through an internal route of the same file, so that both kinds of gap are crossed. */
  private static String content(int version) {
    return door("busy", "/t/busy", "x")
            .replace("constant: \"x\"", "constant: \"v%d\"".formatted(version))
        + """
                - to: direct:busy
        - route:
            id: ingress.busy.inner
            description: Adds to the text.
            from:
              uri: direct:busy
              steps:
                - setBody:
                    simple: "${body}!"
        """;
  }

  private void ask(RoutesFixture routes) {
    while (!over.get()) {
      try {
        var answer = routes.get("/t/busy");
        requests.incrementAndGet();
        if (answer.statusCode() != 200 || !answer.body().matches("v\\d+!")) {
          failures.merge(answer.statusCode() + " " + answer.body(), 1L, Long::sum);
        }
      } catch (Exception e) {
        failures.merge(e.toString(), 1L, Long::sum);
      }
    }
  }
}
