package com.millyweb.hub.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fixture.HubFixture;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class WhyCommandTest {
  private static @TempDir Path routes;
  private static HubFixture hub;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private UUID event;

  @BeforeAll
  static void start() {
    hub = HubFixture.start(routes, Map.of());
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @BeforeEach
  void append() {
    event =
        hub.bean(EventLog.class)
            .append(
                NewEvent.json("chat.nothing", "shop", "{}".getBytes(StandardCharsets.UTF_8))
                    .withSubject("a\u001b[31m\nb"))
            .join()
            .id();
  }

  private int run(String... arguments) {
    var line = new CommandLine(new WhyCommand(Map.of("HUB_ADMIN_TOKEN", HubFixture.ADMIN_TOKEN)));
    return CommandLines.explaining(
            line,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .execute(arguments);
  }

  @Test
  void event_that_nobody_took_is_told_without_what_a_terminal_would_obey() {
    assertThat(run(event.toString(), "--url", hub.url())).isZero();

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains(
            "chat.nothing from shop, about a [31m b",
            "id " + event,
            "No flow took it",
            "workbench.why: it wants 'chat.message' and this is 'chat.nothing'")
        .doesNotContain("\u001b");
  }

  @Test
  void answer_is_printed_as_json_where_asked() {
    assertThat(run(event.toString(), "--json", "--url", hub.url())).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"type\" : \"chat.nothing\"");
  }

  @Test
  void id_that_is_none_is_refused_before_the_hub_is_asked() {
    assertThat(run("17", "--url", hub.url())).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("<id> must be the id of an event or a notice", "was: '17'");
  }

  @Test
  void id_of_nothing_is_told() {
    String nobody = UUID.randomUUID().toString();
    assertThat(run(nobody, "--url", hub.url())).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("There is no event or notice '" + nobody + "'");
  }
}
