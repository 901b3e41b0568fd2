package com.millyweb.hub.service.github;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.fake.FakeGitHub;
import com.millyweb.hub.ingress.HubWithDoors;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The whole hub, which was away for a while. */
class CatchUpTest {
  private static final String PUSH = "{\"repository\":{\"full_name\":\"ann/garden\"}}";

  @Test
  void each_delivery_is_stored_once_whether_the_door_got_it_or_not() {
    try (FakeGitHub github = FakeGitHub.start();
        HubWithDoors doors =
            HubWithDoors.start(
                Map.of(
                    "hub.ingress.sources.github.secret",
                    "secret",
                    "hub.ingress.sources.github.catch-up.hook",
                    FakeGitHub.HOOK,
                    "hub.ingress.sources.github.catch-up.token",
                    FakeGitHub.TOKEN,
                    "hub.ingress.sources.github.catch-up.base-url",
                    github.url(),
                    "hub.ingress.sources.github.catch-up.interval",
                    "1s"))) {
      // GitHub had no answer in time, though the door had stored it
      assertThat(doors.push("secret", PUSH, "slow").statusCode()).isEqualTo(202);
      Instant now = Instant.now();
      github.tried("slow", "push", now, 0, PUSH).tried("missed", "release", now, 0, PUSH);

      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(keys(doors)).contains("missed"));
      assertThat(doors.push("secret", PUSH, "missed").body()).contains("\"duplicate\":true");
      assertThat(keys(doors)).containsExactlyInAnyOrder("slow", "missed");
    }
  }

  private static List<String> keys(HubWithDoors doors) {
    return doors
        .database()
        .sql("select key from event where source = 'github'")
        .query(String.class)
        .list();
  }
}
