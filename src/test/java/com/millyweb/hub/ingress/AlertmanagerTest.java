package com.millyweb.hub.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.process.Alertmanager;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Alertmanager, where the machine has one. */
class AlertmanagerTest {
  private static final String SECRET = "secret-of-the-test";
  private static final String LABELS = "{\"alertname\":\"DiskFull\"}";

  private @TempDir Path folder;

  @Test
  void alert_that_fires_again_with_its_old_start_and_one_that_is_repeated_arrive()
      throws Exception {
    Alertmanager alertmanager = Alertmanager.orSkip(folder);
    try (alertmanager;
        HubWithDoors hub =
            HubWithDoors.start(
                Map.of(
                    "hub.ingress.sources.alertmanager.secret",
                    SECRET,
                    "hub.ingress.schedules.daily.cron",
                    "off"))) {
      alertmanager.start(hub.hub.url(), SECRET);
      Instant start = Instant.now().minusSeconds(600).truncatedTo(ChronoUnit.SECONDS);
      alertmanager.fire(LABELS, start, 3600);
      await(hub, List.of("firing"));
      alertmanager.fire(LABELS, start, -1);
      await(hub, List.of("firing", "resolved"));
      alertmanager.fire(LABELS, start, 3600);
      await(hub, List.of("firing", "resolved", "firing"));
      await(hub, List.of("firing", "resolved", "firing", "firing"));
      assertThat(repeated(hub)).containsExactly("false", "false", "false", "true");
    }
  }

  private static void await(HubWithDoors hub, List<String> expected) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(field(hub, "status")).isEqualTo(expected));
  }

  private static List<String> repeated(HubWithDoors hub) {
    return field(hub, "repeated");
  }

  private static List<String> field(HubWithDoors hub, String name) {
    return hub.database()
        .sql(
            """
            select convert_from(data, 'UTF8')::jsonb ->> :name from event where type like 'alertmanager.alert.%' order by at, id
            """)
        .param("name", name)
        .query(String.class)
        .list();
  }
}
