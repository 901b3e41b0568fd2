package com.millyweb.hub.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.event.Failpoint;
import com.millyweb.hub.fake.FakeSlack;
import com.millyweb.hub.fake.FakeSlackApp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Death while somebody in a chat takes notices back. */
class UndoPressKillTest {
  /** The notice is taken back, and what follows from the press is or is not committed. */
  private static final List<Failpoint> POINTS =
      List.of(Failpoint.SETTLING, Failpoint.UNCOMMITTED, Failpoint.SETTLED);

  @Test
  void press_takes_back_once_and_is_shown_whatever_the_hub_dies_at() throws Exception {
    try (var receiver = new Receiver();
        var slack = FakeSlack.start();
        var hub = HubProcess.at("undo-press", receiver)) {
      hub.runs("hold.camel.yaml")
          .set("hub.ingress.sources.slack.secret", FakeSlackApp.SECRET)
          .set("hub.notify.slack.token", FakeSlack.TOKEN)
          .set("hub.notify.slack.channel", "C1")
          .set("hub.notify.slack.base-url", slack.url())
          .set("hub.notify.slack.rate", "20/s")
          .set("hub.people.alice.slack", "T1/U1");
      hub.start();
      hub.awaitStarted();
      try (var load = new Load(hub.door(), "press")) {
        for (int seq = 1; seq <= POINTS.size(); seq++) {
          load.insist("ping", "press", seq);
        }
      }
      Awaitility.await("every notice is announced")
          .atMost(HubProcess.PATIENCE)
          .until(() -> slack.messages().size() == POINTS.size() && isIdle(hub));
      hub.kill();

      var app = new FakeSlackApp(hub.door().resolve("/hooks/slack").toString());
      List<JsonNode> presses = new ArrayList<>();
      for (FakeSlack.Message asked : slack.messages()) {
        presses.add(
            FakeSlackApp.press("C1", asked.ts(), asked.buttons().get(0), slack.responseUrl()));
        hub.start("--crash.point=" + POINTS.get(presses.size() - 1));
        while (!hub.awaitDeath(Duration.ofMillis(100))) {
          press(app, presses.get(presses.size() - 1));
        }
        assertThat(hub.exit()).as("end at %s", POINTS.get(presses.size() - 1)).isEqualTo(137);
        // lives on to its end: what dies again and again becomes a dead letter
        hub.start();
        hub.awaitStarted();
        assertThat(press(app, presses.get(presses.size() - 1))).isTrue();
        Awaitility.await("the message shows it")
            .atMost(HubProcess.PATIENCE)
            .until(() -> open(slack) == POINTS.size() - presses.size() && isIdle(hub));
        hub.kill();
      }

      assertThat(slack.messages())
          .hasSize(POINTS.size())
          .allMatch(message -> message.words().contains("*alice* took it back"));
      assertThat(
              number(
                  hub,
                  "select count(*) from delivery_history where outcome = 'cancelled' and reason = 'undone by alice'"))
          .isEqualTo(POINTS.size());
      assertThat(number(hub, "select count(*) from event where type = 'chat.action'"))
          .as("actions")
          .isEqualTo(POINTS.size());
      assertThat(number(hub, "select count(*) from event where type = 'notify.inbox'")).isZero();
    }
  }

  /** Whether Slack was told that it came; else it would send it again. */
  private static boolean press(FakeSlackApp app, JsonNode press) {
    try {
      return app.interaction(press).statusCode() == 200;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private static long open(FakeSlack slack) {
    return slack.messages().stream().filter(message -> !message.buttons().isEmpty()).count();
  }

  /** Nothing waits but what is held or planned. */
  private static boolean isIdle(HubProcess hub) {
    return number(hub, "select count(*) from delivery where claims > 0 or run_at < now()") == 0;
  }

  private static long number(HubProcess hub, String query) {
    return hub.postgres().number(query);
  }
}
