package com.millyweb.hub.notify.decision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.workbench.Http;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pair of flows in the README: one asks with buttons, the other does what was pressed. */
class ButtonsInYamlTest {
  private static final Pattern FLOW =
      Pattern.compile("```yaml\n# (flow/[\\w-]+\\.camel\\.yaml)[^\n]*\n(.*?)```", Pattern.DOTALL);

  @TempDir Path routes;

  @Test
  void what_the_readme_shows_asks_and_acts() throws Exception {
    Matcher flows = FLOW.matcher(Files.readString(Path.of("README.md")));
    int written = 0;
    for (; flows.find(); written++) {
      write(flows.group(1), flows.group(2));
    }
    assertThat(written).isEqualTo(2);
    String inbox = "notify/inbox.camel.yaml";
    write(inbox, Files.readString(Path.of("routes").resolve(inbox)));
    write("notify/press.camel.yaml", Files.readString(Path.of("routes/notify/press.camel.yaml")));
    try (var hub = HubFixture.start(routes, Map.of("hub.route.watch", "false"))) {
      hub.bean(EventLog.class)
          .append(
              NewEvent.json(
                  "shop.order.created",
                  "shop",
                  "{\"number\":4711,\"customer\":\"Ann \\\"A\\\" Lee\"}"
                      .getBytes(StandardCharsets.UTF_8)))
          .join();
      JsonNode asked = await(hub, "Order 4711");
      assertThat(asked.path("text").asText()).contains("Ann \"A\" Lee");
      assertThat(asked.path("actions").findValuesAsText("text"))
          .isEqualTo(List.of("Ship it", "Cancel it"));
      assertThat(
              Http.asAdmin(hub)
                  .post("/api/notices/" + asked.path("id").asText() + "/actions", "{\"action\":0}")
                  .status())
          .isEqualTo(200);
      assertThat(await(hub, "ship 4711").path("text").asText())
          .isEqualTo("administrator says: ship 4711");
    }
  }

  private static JsonNode await(HubFixture hub, String words) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              for (JsonNode notice : Http.asAdmin(hub).get("/api/notices").json().path("items")) {
                if ((notice.path("title").asText() + notice.path("text").asText())
                    .contains(words)) {
                  return notice;
                }
              }
              return null;
            },
            found -> found != null);
  }

  private void write(String file, String content) throws Exception {
    Path path = routes.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }
}
