package com.millyweb.hub.service.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.process.Alertmanager;
import com.millyweb.hub.process.Programs;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a button in chat does in a real Alertmanager, where the machine has one. */
class AlertmanagerSilenceTest {
  private static final String SECRET = "secret-of-the-test";
  private static final String LABELS =
      "{\"alertname\":\"DiskFull\",\"instance\":\"nas:9100\",\"mountpoint\":\"/data \\\"1\\\"\"}";

  private @TempDir Path folder;

  @Test
  void button_silences_there_once_and_again_when_it_was_away() throws Exception {
    Alertmanager alertmanager = Alertmanager.orSkip(folder);
    try (alertmanager;
        HubFixture hub =
            HubFixture.start(
                Map.of(
                    "hub.ingress.sources.alertmanager.secret",
                    SECRET,
                    "hub.alertmanager.url",
                    alertmanager.url()))) {
      var desk = new AlertDesk(hub);
      alertmanager.start(hub.url(), SECRET);
      alertmanager.fire(LABELS, Instant.now().minusSeconds(600), 3600);
      desk.press("DiskFull is firing", 0, "alice");
      String id = active(alertmanager, "alice");
      assertThat(alertmanager.get("/alerts").get(0).path("status").path("silencedBy").toString())
          .isEqualTo("[\"%s\"]".formatted(id));
      assertThat(amtool(alertmanager)).contains(id, "alice", "alertname=\"DiskFull\"");

      UUID event =
          desk.event(
              "alert.silenced", alertmanager.get("/alerts").get(0).path("fingerprint").asText());
      desk.replay(event, "flow.silence-alerts");
      assertThat(alertmanager.get("/silences").findValuesAsText("createdBy"))
          .containsExactly("alice");

      alertmanager.fire("{\"alertname\":\"Slow\"}", Instant.now(), 3600);
      desk.told("Slow is firing");
      alertmanager.close();
      desk.press("Slow is firing", 1, "bob");
      await().atMost(AlertDesk.LONG).until(() -> desk.failures("alert.silenced") > 0);
      alertmanager.start(hub.url(), SECRET);
      active(alertmanager, "bob");
      assertThat(alertmanager.get("/silences").findValuesAsText("createdBy"))
          .containsExactlyInAnyOrder("alice", "bob");
    }
  }

  private static String active(Alertmanager alertmanager, String by) {
    return await("a silence of " + by)
        .atMost(AlertDesk.LONG)
        .until(
            () -> {
              for (JsonNode one : alertmanager.get("/silences")) {
                if (one.path("createdBy").asText().equals(by)
                    && one.path("status").path("state").asText().equals("active")) {
                  return one.path("id").asText();
                }
              }
              return null;
            },
            one -> one != null);
  }

  private static String amtool(Alertmanager alertmanager) {
    return Programs.run(
            Programs.orSkip("alertmanager", "amtool").toString(),
            List.of("--alertmanager.url=" + alertmanager.url(), "silence", "query"))
        .text();
  }
}
