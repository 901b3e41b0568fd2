package com.millyweb.hub.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fixture.HubFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TestCommandTest {
  private static final String FLOW =
      """
      - route:
          id: flow.orders
          description: Tells ops of orders
          from:
            uri: event:shop.order
            steps:
              - to: https://stock.example.org/items
              - setBody: {simple: "Order of ${header.ce-subject} ${header.ce-id}"}
              - to: notify:ops
      """;

  private static @TempDir Path hubRoutes;
  private static HubFixture hub;

  private @TempDir Path routes;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path tests;
  private UUID event;

  @BeforeAll
  static void start() {
    hub = HubFixture.start(hubRoutes, Map.of());
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(routes.resolve("flow"));
    Files.writeString(routes.resolve("flow/orders.camel.yaml"), FLOW);
    tests = routes.resolve("flow/tests/orders.test.yaml");
    String data =
        """
        {"number": 17, "note": "first line\\nsecond: line", "apiKey": "abc", "card": {"Token": 4711}}
        """;
    event =
        hub.bean(EventLog.class)
            .append(
                NewEvent.json("shop.order", "shop", data.getBytes(StandardCharsets.UTF_8))
                    .withSubject("ann"))
            .join()
            .id();
  }

  private int run(String... arguments) {
    var said = new PrintStream(out, true, StandardCharsets.UTF_8);
    var command = new TestCommand(Map.of("HUB_ADMIN_TOKEN", HubFixture.ADMIN_TOKEN), said);
    return CommandLines.explaining(
            new CommandLine(command), said, new PrintStream(err, true, StandardCharsets.UTF_8))
        .execute(arguments);
  }

  private int record(String flow) {
    return run(routes.toString(), "--from", event.toString(), "--flow", flow, "--url", hub.url());
  }

  @Test
  void event_becomes_a_test_that_passes_and_holds_no_secret() throws IOException {
    assertThat(record("orders")).as(err.toString(StandardCharsets.UTF_8)).isZero();

    assertThat(Files.readString(tests))
        .startsWith("# Event " + event)
        .contains("apiKey: secret", "Token: secret", "call: POST https://stock.example.org/items")
        .doesNotContain("abc", "4711");
    assertThat(run(routes.toString())).as(out.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("1 tests passed, 0 failed\n");
  }

  @Test
  void tests_that_are_there_stay() throws IOException {
    Files.createDirectories(tests.getParent());
    Files.writeString(
        tests, "# mine\n- name: mine\n  given: [{event: other}]\n  expect: [] # nothing");

    assertThat(record("orders")).isZero();
    String written = Files.readString(tests);
    assertThat(written)
        .startsWith("# mine\n- name: mine")
        .contains("expect: [] # nothing\n# Event");
    assertThat(record("orders")).isEqualTo(1);

    assertThat(err.toString(StandardCharsets.UTF_8)).contains("is there already");
    assertThat(Files.readString(tests)).isEqualTo(written);
  }

  @Test
  void what_cannot_become_a_test_is_told() throws IOException {
    assertThat(record("../orders")).isEqualTo(1);
    assertThat(run(routes.toString(), "--from", "17")).isEqualTo(2);
    assertThat(run(routes.toString(), "--from", event.toString(), "--url", hub.url())).isEqualTo(1);

    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains(
            "There is no flow/../orders.camel.yaml",
            "--from must be the id of an event",
            "No flow of this folder took the event");
  }

  @Test
  void change_of_a_file_runs_the_tests_again() throws Exception {
    Files.createDirectories(tests.getParent());
    String passes = "- name: a\n  given: [{event: other}]\n  expect: []\n";
    Files.writeString(tests, passes);
    Thread watching = new Thread(() -> run(routes.toString(), "--watch"));
    watching.start();
    try {
      awaitSaid("1 tests passed, 0 failed");
      Files.writeString(tests, passes + passes.replace("name: a", "name: b"));
      awaitSaid("2 tests passed, 0 failed");
    } finally {
      watching.interrupt();
      watching.join();
    }
  }

  private void awaitSaid(String text) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> out.toString(StandardCharsets.UTF_8).contains(text));
  }
}
