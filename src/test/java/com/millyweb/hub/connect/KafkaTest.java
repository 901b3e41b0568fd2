package com.millyweb.hub.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.connect.component.ComponentCatalogue;
import com.millyweb.hub.connect.component.ComponentFetch;
import com.millyweb.hub.route.RouteFile.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Kafka as {@code add kafka} brings it, with a real broker. */
class KafkaTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String FILE = "ingress/orders.camel.yaml";
  private static final String FROM_HUB = "event:order.taken?key=${header.ce-id}";
  private static final Pattern IN_THE_MANUAL =
      Pattern.compile("(?ms)^```yaml\n# once kafka was added\n(.*?id: (\\w+)\\.(\\w+)\n.*?)^```");

  private static final AtomicInteger STORIES = new AtomicInteger();

  private static KafkaBroker broker;
  private static ConnectFixture hub;

  /** Each story has topics of its own, which no group has read before. */
  private final int story = STORIES.incrementAndGet();

  @BeforeAll
  static void prepare() throws Exception {
    var repository = new LocalRepository();
    var listed = Objects.requireNonNull(new ComponentCatalogue().find("kafka"));
    repository.orSkip("kafka", "org.apache.camel:camel-kafka:" + listed.version());
    broker = KafkaBroker.orSkip().start();
    // a consumer of a topic stops when its poll is over
    hub = new ConnectFixture().set("hub.components", "kafka").set("hub.route.drain", "10s");
    new ComponentFetch(repository.url(), hub.home()).fetch(listed);
  }

  @AfterEach
  void end() throws Exception {
    hub.clear();
  }

  @AfterAll
  static void close() {
    if (hub != null) {
      hub.close();
    }
    if (broker != null) {
      broker.close();
    }
  }

  private String topic(String name) {
    return "%s-%d".formatted(name, story);
  }

  private void takes(String steps, String event) {
    hub.ingress(
        "orders",
        "kafka:" + topic("orders"),
        // a consumer that a killed broker did not see leave is soon given up
        "brokers: %s\nsessionTimeoutMs: 4000\nheartbeatIntervalMs: 1000"
            .formatted(broker.address()),
        steps,
        event);
  }

  private void sends() {
    hub.write(
        "flow/order.camel.yaml",
        """
        - route:
            id: flow.order
            description: Tells the others about an order.
            from:
              uri: event:order.placed
              parameters: {backoff: 1s, concurrency: 4}
              steps:
                - setBody: {jq: .number}
                - to:
                    uri: kafka:%s
                    parameters:
                      brokers: %s
                      maxBlockMs: 3000
                      requestTimeoutMs: 2000
                      deliveryTimeoutMs: 4000
        """
            .formatted(topic("orders"), broker.address()));
  }

  /** The routes of the manual, with this broker and the topics of the story. */
  private ConnectFixture manual() throws IOException {
    Matcher found = IN_THE_MANUAL.matcher(Files.readString(Path.of("routes/README.md")));
    while (found.find()) {
      hub.write(
          "%s/%s.camel.yaml".formatted(found.group(2), found.group(3)),
          found
              .group(1)
              .replace("kafka.example.org:9092", broker.address())
              .replaceFirst("uri: kafka:.*", "$0-" + story));
    }
    return hub;
  }

  @Test
  void routes_of_the_manual_run() throws Exception {
    manual().start();
    hub.append("order.shipped", "{\"number\": 17}");
    broker.send(topic("orders"), List.of("{\"number\": 18}"));

    taken(1);
    assertThat(hub.events("order.taken")).containsExactly(Map.of("number", 18));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(broker.records(topic("shipped"))).containsExactly("{\"number\":17}"));
  }

  @Test
  void broker_that_is_killed_in_the_middle_loses_nothing_either_way() throws Exception {
    sends();
    takes("", FROM_HUB);
    hub.start();
    assertThat(hub.file(FILE).state()).isEqualTo(State.RUNNING);

    place(1, 40);
    await().atMost(PATIENCE).until(() -> hub.events("order.taken").size() > 5);
    broker.kill();
    place(41, 80);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(hub.trouble()).isNotNull());
    broker.start();
    place(81, 100);

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(hub.events("order.taken")).hasSizeGreaterThanOrEqualTo(100));
    assertThat(hub.events("order.taken")).containsExactlyInAnyOrderElementsOf(numbers(1, 100));
    assertThat(broker.records(topic("orders")))
        .containsAll(numbers(1, 100).stream().map(String::valueOf).toList());
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(hub.trouble()).isNull());
  }

  @Test
  void record_is_kept_by_the_broker_until_the_log_takes_it() throws Exception {
    broker.send(topic("orders"), List.of("1", "{\"number\": 2}", "three"));
    manual().start();
    taken(3);
    assertThat(hub.events("order.taken"))
        .containsExactlyInAnyOrder(1, Map.of("number", 2), "three");

    hub.whileTheLogTakesNothing(
        () -> {
          broker.send(topic("orders"), List.of("4", "5", "6"));
          await()
              .atMost(PATIENCE)
              .untilAsserted(() -> assertThat(hub.trouble()).contains("a record waits"));
          hub.stop();
        });
    broker.send(topic("orders"), List.of("7"));
    hub.start();

    taken(7);
    assertThat(hub.events("order.taken")).contains(4, 5, 6, 7);
  }

  @Test
  void broker_that_is_down_at_start_is_waited_for() throws Exception {
    broker.kill();
    hub.stop();
    manual().start();
    assertThat(hub.file(FILE).state()).isEqualTo(State.RUNNING);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(hub.trouble()).startsWith("ingress.orders: "));

    broker.start();
    broker.send(topic("orders"), List.of("1"));
    taken(1);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(hub.trouble()).isNull());
  }

  @Test
  void record_that_the_route_cannot_take_does_not_block_the_next() throws Exception {
    takes("- setBody:\n    jq: .number", "event:order.taken");
    hub.start();

    broker.send(topic("orders"), List.of("no json", "{\"number\": 2}"));

    taken(1);
    assertThat(hub.events("order.taken")).containsExactly(2);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(hub.events("connect.refused")).containsExactly("no json"));
  }

  private static void place(int first, int last) {
    numbers(first, last).forEach(n -> hub.append("order.placed", "{\"number\": %s}".formatted(n)));
  }

  private static List<Object> numbers(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(n -> (Object) n).toList();
  }

  private static void taken(int count) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(hub.events("order.taken")).hasSize(count));
  }
}
