package com.millyweb.hub.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.database.TestDatabase;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** Two hubs of one database: one has the request, only the other one has the flow. */
class RespondAcrossHubsTest {
  private static final String TOKEN = "token-of-the-shop";

  @TempDir static Path folder;
  private static HubWithDoors doors;
  private static HubWithDoors worker;

  @BeforeAll
  static void start() throws IOException {
    TestDatabase database = TestDatabase.create();
    Map<String, String> source =
        Map.of(
            "hub.ingress.sources.shop.verify", "bearer",
            "hub.ingress.sources.shop.secret", TOKEN,
            "hub.ingress.sources.shop.respond", "true",
            "hub.ingress.sources.shop.respond-timeout", "20s");
    worker = HubWithDoors.start(database, routes("worker", true), source);
    doors = HubWithDoors.start(database, routes("doors", false), source);
  }

  private static Path routes(String name, boolean flow) throws IOException {
    Path routes = folder.resolve(name);
    for (String part : List.of("ingress/door.camel.yaml", "ingress/bearer.camel.yaml", "policy")) {
      Files.createDirectories(routes.resolve(part).getParent());
      FileSystemUtils.copyRecursively(Path.of("routes", part), routes.resolve(part));
    }
    if (flow) {
      Files.createDirectories(routes.resolve("flow"));
      Files.writeString(
          routes.resolve("flow/quote.camel.yaml"),
          """
          - route:
              id: flow.quote
              description: Returns a price.
              from:
                uri: event:shop.quote
                steps:
                  - setHeader: {name: CamelHttpResponseCode, constant: "201"}
                  - setBody: {jq: "{price: (.number * 2)}"}
          """);
    }
    return routes;
  }

  @AfterAll
  static void stop() {
    doors.close();
    worker.close();
  }

  @Test
  void sender_reads_what_the_flow_of_the_other_hub_returned() {
    IntStream.rangeClosed(1, 5)
        .forEach(
            number -> {
              var answer = ask(doors, number);
              assertThat(answer.statusCode()).isEqualTo(201);
              assertThat(answer.body()).isEqualTo("{\"price\":%d}".formatted(2 * number));
            });
    assertThat(answers(doors)).isZero();
  }

  @Test
  void answer_of_the_same_hub_is_not_written() {
    assertThat(ask(worker, 6).body()).isEqualTo("{\"price\":12}");
    await().during(Duration.ofMillis(300)).until(() -> answers(worker) == 0);
  }

  private static HttpResponse<String> ask(HubWithDoors hub, int number) {
    return hub.post(
        "shop",
        "{\"type\":\"quote\",\"number\":%d}".formatted(number),
        "Authorization",
        "Bearer " + TOKEN,
        "Content-Type",
        "application/json");
  }

  private static long answers(HubWithDoors hub) {
    return hub.database().sql("select count(*) from ingress_answer").query(Long.class).single();
  }
}
