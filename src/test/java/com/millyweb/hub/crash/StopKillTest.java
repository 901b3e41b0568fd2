package com.millyweb.hub.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Death in the middle of a stop over many deliveries. */
class StopKillTest {
  private static final String TOKEN = "token-of-the-administrator-in-the-crash-test";
  private static final int STOPPED = 2500;

  @Test
  void stop_over_many_deliveries_is_finished_by_another_one_after_death() throws Exception {
    try (var receiver = new Receiver();
        var hub = hub(receiver)) {
      hub.start();
      hub.awaitStarted();
      try (var load = new Load(hub.door(), "many")) {
        load.begin(16, 800).awaitAccepted(STOPPED);
      }
      Awaitility.await("all is planned")
          .atMost(HubProcess.PATIENCE)
          .until(() -> number(hub, "select count(*) from delivery where claims > 0") == 0);
      Awaitility.await("all is planned")
          .atMost(HubProcess.PATIENCE)
          .until(
              () ->
                  planned(hub)
                      == number(hub, "select count(*) from event where type = 'crash.ping'"));
      long planned = planned(hub);
      AdminCalls api = new AdminCalls(hub, TOKEN);
      String stop = "{\"flow\":\"flow.hold.later\"}";
      long before = 0;
      try (var slow =
          SlowRows.of(hub, "delivery", Duration.ofMillis(1), "new.reason = 'stopped'")) {
        for (int kill = 1; kill <= 2; kill++) {
          Thread stopping = new Thread(() -> api.post("/api/deliveries/stop", stop), "stopping");
          stopping.start();
          long last = before;
          Awaitility.await("a page is stopped")
              .atMost(HubProcess.PATIENCE)
              .until(() -> stopped(hub) > last);
          slow.killWithin();
          stopping.join();
          before = stopped(hub);
          assertThat(before).as("stopped before the death").isBetween(1L, planned - 1);
          hub.start();
          hub.awaitStarted();
        }
      }
      JsonNode rest = api.answer("/api/deliveries/stop", stop);
      assertThat(rest.path("deliveries").asLong()).as("what was left").isEqualTo(planned - before);
      assertThat(stopped(hub)).isEqualTo(planned);
      hub.postgres().sql().sql("update delivery set run_at = now() where state = 0").update();
      api.post("/api/deliveries/retry", "{\"subscription\":\"flow.hold.did\"}");
      Awaitility.await("all goes on")
          .atMost(HubProcess.PATIENCE)
          .until(() -> number(hub, "select count(*) from delivery") == 0);
      assertThat(number(hub, "select count(*) from event where type = 'effect.later'"))
          .isEqualTo(planned);
      assertThat(number(hub, "select count(distinct cause) from event where type = 'effect.later'"))
          .isEqualTo(planned);
    }
  }

  private static HubProcess hub(Receiver receiver) throws IOException {
    return HubProcess.at("stop-many", receiver)
        .runs("hold.camel.yaml")
        .set("hub.admin-token", TOKEN);
  }

  private static long planned(HubProcess hub) {
    return number(hub, "select count(*) from event where type = 'hold.later'");
  }

  private static long stopped(HubProcess hub) {
    return number(hub, "select count(*) from delivery where state = 3 and reason = 'stopped'");
  }

  private static long number(HubProcess hub, String query) {
    return hub.postgres().number(query);
  }
}
