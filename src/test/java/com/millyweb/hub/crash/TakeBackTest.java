package com.millyweb.hub.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What people take back of what flows sent, over {@code kill -9}. */
class TakeBackTest {
  private static final String TOKEN = "token-of-the-administrator-in-the-crash-test";

  private static final String OF_PINGS =
      "exists (select from event e where e.at = d.event_at and e.id = d.event_id and e.type = 'crash.ping')";

  @Test
  void what_was_undone_never_arrives_and_all_else_once_over_kill_9() throws Exception {
    try (var receiver = new Receiver();
        var hub = HubProcess.at("hold", receiver)) {
      hub.runs("hold.camel.yaml").set("hub.admin-token", TOKEN);
      hub.start();
      hub.awaitStarted();
      try (var load = new Load(hub.door(), "held")) {
        load.begin(4, 100).awaitAccepted(80);
        hub.kill();
      }
      live(hub);
      await(hub, "select count(*) from delivery d where " + OF_PINGS, 0);
      long pings = number(hub, "select count(*) from event where type = 'crash.ping'");
      assertThat(waiting(hub, "notify.held")).as("held").isEqualTo(pings);
      assertThat(waiting(hub, "hold.later")).as("planned").isEqualTo(pings);

      List<String> undone = every(2, hub);
      killWhile(hub, () -> undone.forEach(id -> post(hub, "/api/notices/" + id + "/undo", "")));
      undone.forEach(
          id -> assertThat(post(hub, "/api/notices/" + id + "/undo", "")).isEqualTo(200));

      String stop = "{\"flow\":\"flow.hold.later\"}";
      killWhile(hub, () -> post(hub, "/api/deliveries/stop", stop));
      assertThat(post(hub, "/api/deliveries/stop", stop)).isEqualTo(200);
      assertThat(
              number(hub, "select count(*) from delivery where state = 3 and reason = 'stopped'"))
          .as("stopped")
          .isEqualTo(pings);
      assertThat(number(hub, "select count(*) from event where type = 'effect.later'")).isZero();

      hub.postgres().sql().sql("update delivery set run_at = now() where state = 0").update();
      killWhile(
          hub, () -> post(hub, "/api/deliveries/retry", "{\"subscription\":\"flow.hold.did\"}"));
      post(hub, "/api/deliveries/retry", "{\"subscription\":\"flow.hold.did\"}");
      await(hub, "select count(*) from delivery", 0);

      assertThat(number(hub, "select count(*) from event where type = 'effect.later'"))
          .as("planned, stopped, retried")
          .isEqualTo(pings);
      assertThat(number(hub, "select count(*) from delivery_history where outcome = 'cancelled'"))
          .isEqualTo(undone.size());
      assertThat(number(hub, "select count(*) from event where type = 'notify.inbox'"))
          .isEqualTo(pings - undone.size());
      List<String> arrived =
          hub.postgres().sql().sql("select id::text from notice").query(String.class).list();
      assertThat(arrived).hasSize((int) pings - undone.size()).doesNotContainAnyElementsOf(undone);
    }
  }

  /** Kills the hub while it does so, and lets it live again. */
  private void killWhile(HubProcess hub, Runnable work) {
    var working = CompletableFuture.runAsync(work);
    try {
      // a moment in which some of it is done; whichever it is, the end must be the same
      working.completeOnTimeout(null, 150, TimeUnit.MILLISECONDS).join();
    } finally {
      hub.kill();
    }
    live(hub);
  }

  private static void live(HubProcess hub) {
    hub.start();
    hub.awaitStarted();
  }

  private static List<String> every(int nth, HubProcess hub) {
    List<String> keys =
        hub.postgres()
            .sql()
            .sql("select key from event where type = 'notify.held' order by id")
            .query(String.class)
            .list();
    List<String> some = new ArrayList<>();
    for (int i = 0; i < keys.size(); i += nth) {
      some.add(keys.get(i));
    }
    return some;
  }

  private static long waiting(HubProcess hub, String type) {
    return number(
        hub,
        """
        select count(*) from delivery d join event e on e.at = d.event_at and e.id = d.event_id
        where e.type = '%s' and d.state = 0 and d.claims = 0
        """
            .formatted(type));
  }

  private static void await(HubProcess hub, String query, long expected) {
    Awaitility.await(query).atMost(HubProcess.PATIENCE).until(() -> number(hub, query) == expected);
  }

  private static long number(HubProcess hub, String query) {
    return hub.postgres().number(query);
  }

  private int post(HubProcess hub, String path, String body) {
    return new AdminCalls(hub, TOKEN).post(path, body);
  }
}
