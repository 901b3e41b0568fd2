package com.millyweb.hub.command;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BacktestCommandTest {
  private static final String FLOW =
      """
      - route:
          id: flow.orders
          description: Tells ops about orders
          from:
            uri: "event:shop.order.placed"
            steps:
              - to: {uri: "notify:ops", parameters: {template: order}}
      """;

  @TempDir static Path served;
  @TempDir Path local;
  private static HubFixture hub;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeAll
  static void start() {
    hub = HubFixture.start(served, Map.of("hub.route.watch", "false"));
    hub.bean(EventLog.class)
        .appendNow(
            NewEvent.json(
                "shop.order.placed", "shop", "{\"n\":7}".getBytes(StandardCharsets.UTF_8)),
            Duration.ofSeconds(20));
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @Test
  void a_local_file_and_its_words_are_run_on_the_past_of_the_hub() throws IOException {
    Path file = write("flow/orders.camel.yaml", FLOW);
    write("flow/order.notice.yaml", "text: \"order {{ body.n }}\"\n");
    assertThat(run("backtest", file.toString(), "--since", "1d")).as(errors()).isZero();
    assertThat(printed())
        .startsWith("1 event: 0 notices before, 1 now; something else comes of 1 of 1 event\n")
        .contains("shop.order.placed", "  now     {\"notice\":\"ops\"", "order 7");
  }

  @Test
  void what_fails_or_is_refused_ends_with_1_and_says_where() throws IOException {
    String failing =
        FLOW.replace("- to: {uri", "- setBody: {jq: 'error(\"odd\")'}\n        - to: {uri");
    Path file = write("flow/orders.camel.yaml", failing.replace("template: order", "text: x"));
    assertThat(run("backtest", file.toString())).isEqualTo(1);
    assertThat(printed()).contains("1 event fails, line 7", "flow/orders.camel.yaml:7: ", "odd");

    Path bad = write("flow/bad.camel.yaml", FLOW.replace("event:", "evnt:"));
    assertThat(run("backtest", bad.toString())).isEqualTo(1);
    assertThat(errors())
        .contains("The hub refused (422)", "  flow/bad.camel.yaml:5:", "; did you mean 'event'?");

    assertThat(run("backtest", local.resolve("x.yaml").toString())).isEqualTo(2);
    assertThat(run("backtest", file.toString(), "--since", "soon")).isEqualTo(1);
    assertThat(errors()).contains("'since' must be a duration up to 3650d");
  }

  private Path write(String file, String content) throws IOException {
    Path path = local.resolve("routes").resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, content);
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private int run(String... arguments) {
    Map<String, String> environment =
        Map.of(
            "HUB_ADMIN_TOKEN",
            HubFixture.ADMIN_TOKEN,
            "HUB_PORT",
            hub.url().replaceFirst(".*:", ""));
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    return CommandLines.commandLine(
            new CommandLine.IFactory() {
              @Override
              public <K> K create(Class<K> type) throws Exception {
                return type == BacktestCommand.class
                    ? type.cast(new BacktestCommand(environment, printed))
                    : CommandLine.defaultFactory().create(type);
              }
            },
            printed,
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .execute(arguments);
  }
}
