package com.millyweb.hub.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.workbench.Http;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class StopCommandTest {
  private static final String PLANS =
      """
      - route:
          id: flow.plans
          description: Plans something
          from:
            uri: event:test.asked
            steps:
              - to: {uri: "event:test.later", parameters: {delay: 1h}}
      - route:
          id: flow.plans.later
          description: Does it
          from:
            uri: event:test.later
            steps:
              - log: done
      """;

  @Test
  void what_a_flow_still_wants_to_send_is_stopped_and_counted(@TempDir Path routes)
      throws Exception {
    Files.createDirectories(routes.resolve("flow"));
    Files.writeString(routes.resolve("flow/plans.camel.yaml"), PLANS);
    try (HubFixture hub = HubFixture.start(routes, Map.of())) {
      for (int n = 0; n < 3; n++) {
        hub.bean(EventLog.class)
            .append(NewEvent.json("test.asked", "test", "{}".getBytes(StandardCharsets.UTF_8)))
            .join();
      }
      await()
          .until(
              () ->
                  Http.asAdmin(hub).get("/api/events?type=test.later").json().get("items").size()
                      == 3);
      assertThat(run(hub, "flow.plans"))
          .isEqualTo(
              """
              0: 3 stopped, 0 were begun already and go on
                test.later: 3
              They are dead letters now: retry them to let them go on.
              """);
      assertThat(run(hub, "flow.plans"))
          .isEqualTo("0: 0 stopped, 0 were begun already and go on\n");
      assertThat(run(hub, "flow.nobody")).startsWith("1: The hub refused (404)");
    }
  }

  private static String run(HubFixture hub, String flow) {
    var out = new ByteArrayOutputStream();
    var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    int code =
        CommandLines.explaining(
                new CommandLine(new StopCommand(Map.of("HUB_ADMIN_TOKEN", HubFixture.ADMIN_TOKEN))),
                stream,
                stream)
            .execute(flow, "--url", hub.url());
    return code + ": " + out.toString(StandardCharsets.UTF_8).replace("\r", "");
  }
}
