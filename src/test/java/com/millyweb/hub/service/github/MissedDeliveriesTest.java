package com.millyweb.hub.service.github;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.event.Appended;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.EventLogUnavailable;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fake.FakeGitHub;
import com.millyweb.hub.fixture.SettableClock;
import com.millyweb.hub.http.OutgoingHttp;
import com.millyweb.hub.http.OutgoingHttpFixture;
import com.millyweb.hub.ingress.DoorMetrics;
import com.millyweb.hub.ingress.IngressProperties.CatchUpProperties;
import com.millyweb.hub.ingress.kind.JsonEvents;
import com.millyweb.hub.ingress.verify.Sender;
import com.millyweb.hub.secret.Secret;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class MissedDeliveriesTest {
  private static final Instant NOW = Instant.parse("2026-05-02T12:00:00Z");
  private static final Duration INTERVAL = Duration.ofMinutes(5);
  private static final String PUSH =
      "{\"ref\": \"refs/heads/main\",  \"n\": 1.50, \"repository\":{\"full_name\":\"ann/gärden\"}}";

  private final FakeGitHub github = FakeGitHub.start();
  private final OutgoingHttp http = OutgoingHttpFixture.allowing("127.0.0.1");
  private final OutgoingHttp larger =
      http.trusting(List.of(URI.create(github.url())), Duration.ofSeconds(5), 32 << 20);
  private final SettableClock clock = new SettableClock(NOW);
  private final Log log = new Log();
  private final MissedDeliveries missed = hub(FakeGitHub.TOKEN);

  @AfterEach
  void close() throws IOException {
    larger.close();
    http.close();
    github.close();
  }

  @Test
  void what_did_not_arrive_is_stored_as_its_door_would_have() {
    github.tried("g1", "push", ago("PT1H"), 502, PUSH);
    missed.catchUpWhenDue();

    assertThat(log.events).hasSize(1);
    NewEvent event = log.events.get(0);
    assertThat(event.type()).isEqualTo("github.push");
    assertThat(event.source()).isEqualTo("shop");
    assertThat(event.key()).isEqualTo("g1");
    assertThat(event.subject()).isEqualTo("ann/gärden");
    assertThat(event.time()).isEqualTo(ago("PT1H"));
    assertThat(new String(event.data(), StandardCharsets.UTF_8)).isEqualTo(PUSH);
  }

  @Test
  void what_arrived_once_is_not_fetched() {
    github
        .tried("g1", "push", ago("PT3H"), 0, PUSH)
        .tried("g1", "push", ago("PT2H"), 202, PUSH)
        .tried("g1", "push", ago("PT1H"), 503, PUSH)
        .tried("g2", "push", ago("PT1M"), 200, PUSH);
    missed.catchUpWhenDue();
    assertThat(log.events).isEmpty();
    assertThat(github.requests()).hasSize(1);
  }

  @Test
  void pages_are_followed_three_days_back_and_the_oldest_is_stored_first() {
    github.pagesOf(2);
    github.tried("too-old", "push", ago("PT73H"), 500, PUSH);
    for (int hours = 71; hours > 64; hours--) {
      github.tried("g" + hours, "push", ago("PT" + hours + "H"), 500, PUSH);
    }
    missed.catchUpWhenDue();
    assertThat(log.keys()).containsExactly("g71", "g70", "g69", "g68", "g67", "g66", "g65");
  }

  @Test
  void it_asks_again_after_the_interval_and_fetches_nothing_twice() {
    github.tried("g1", "push", ago("PT1M"), 0, PUSH);
    missed.catchUpWhenDue();
    clock.now = NOW.plus(INTERVAL).minusSeconds(1);
    missed.catchUpWhenDue();
    assertThat(github.requests()).hasSize(2);
    clock.now = NOW.plus(INTERVAL);
    github.tried("g2", "push", clock.now, 0, PUSH);
    missed.catchUpWhenDue();
    assertThat(log.keys()).containsExactly("g1", "g2");
    assertThat(github.requests()).hasSize(4);
  }

  @Test
  void what_could_not_be_stored_is_fetched_again() {
    github.tried("g1", "push", ago("PT1M"), 0, PUSH);
    log.available = false;
    missed.catchUpWhenDue();
    log.available = true;
    clock.now = NOW.plus(INTERVAL);
    missed.catchUpWhenDue();
    assertThat(log.keys()).containsExactly("g1");
  }

  @Test
  void what_can_be_no_event_is_left_out_once(CapturedOutput output) {
    github
        .tried("g1", "no.plain name", ago("PT4M"), 0, PUSH)
        .tried("g2", "push", ago("PT3M"), 0, "null")
        .tried("g3", "push", ago("PT2M"), 0, PUSH);
    missed.catchUpWhenDue();
    clock.now = NOW.plus(INTERVAL);
    missed.catchUpWhenDue();
    assertThat(log.keys()).containsExactly("g3");
    assertThat(output).containsOnlyOnce("delivery g1").containsOnlyOnce("delivery g2");
  }

  @Test
  void token_that_is_refused_is_told_once_and_tried_again_after_an_hour(CapturedOutput output) {
    MissedDeliveries wrong = hub("ghp_wrong_token_of_the_tests_000000");
    for (int minutes = 0; minutes < 65; minutes += 5) {
      clock.now = NOW.plus(Duration.ofMinutes(minutes));
      wrong.catchUpWhenDue();
    }
    assertThat(github.requests()).hasSize(2);
    assertThat(output)
        .containsOnlyOnce("answered 401")
        .doesNotContain("ghp_wrong_token_of_the_tests_000000");
  }

  @Test
  void rate_limit_is_waited_for(CapturedOutput output) {
    github.refuse(
        403,
        Map.of(
            "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "" + (NOW.getEpochSecond() + 900)));
    github.tried("g1", "push", ago("PT1M"), 0, PUSH);
    for (int minutes = 0; minutes <= 20; minutes += 5) {
      clock.now = NOW.plus(Duration.ofMinutes(minutes));
      missed.catchUpWhenDue();
    }
    assertThat(log.keys()).containsExactly("g1");
    assertThat(github.requests()).hasSize(3);
    assertThat(output).containsOnlyOnce("rate limit").containsOnlyOnce("again");
  }

  @Test
  void github_that_fails_is_asked_again_after_the_interval(CapturedOutput output) {
    github.tried("g1", "push", ago("PT1M"), 0, PUSH);
    github.refuse(502, Map.of()).refuse(502, Map.of());
    for (int i = 0; i < 3; i++) {
      clock.now = NOW.plus(INTERVAL.multipliedBy(i));
      missed.catchUpWhenDue();
    }
    assertThat(log.keys()).containsExactly("g1");
    assertThat(output).containsOnlyOnce("answered 502");
  }

  @Test
  void delivery_that_github_can_not_tell_now_stops_nothing_and_is_asked_for_again() {
    github
        .tried("g1", "push", ago("PT2M"), 0, PUSH)
        .tried("g2", "push", ago("PT1M"), 0, PUSH)
        .fails("g1");
    missed.catchUpWhenDue();
    assertThat(log.keys()).containsExactly("g2");
    github.recovers();
    clock.now = NOW.plus(INTERVAL);
    missed.catchUpWhenDue();
    assertThat(log.keys()).containsExactly("g2", "g1");
  }

  @Test
  void github_that_fails_again_and_again_is_left_alone_until_the_next_time() {
    for (int i = 1; i <= 9; i++) {
      github.tried("g" + i, "push", ago("PT" + (10 - i) + "M"), 0, PUSH).fails("g" + i);
    }
    missed.catchUpWhenDue();
    assertThat(github.requests()).hasSize(1 + 3);
  }

  @Test
  void delivery_that_github_has_forgotten_stops_nothing() {
    github
        .tried("g1", "push", ago("PT2M"), 0, PUSH)
        .tried("g2", "push", ago("PT1M"), 0, PUSH)
        .forgets("g1");
    missed.catchUpWhenDue();
    assertThat(log.keys()).containsExactly("g2");
  }

  @Test
  void stopping_hub_fetches_no_more() {
    github.tried("g1", "push", ago("PT1M"), 0, PUSH);
    missed.stop();
    missed.catchUpWhenDue();
    assertThat(log.events).isEmpty();
    assertThat(github.requests()).hasSize(1);
  }

  @Test
  void answer_that_is_no_list_is_no_answer() {
    github.tried("g1", "push", ago("PT71H"), 0, PUSH).refuse(200, Map.of());
    missed.catchUpWhenDue();
    clock.now = NOW.plus(INTERVAL);
    missed.catchUpWhenDue();
    assertThat(log.keys()).containsExactly("g1");
  }

  private MissedDeliveries hub(String token) {
    var properties =
        new CatchUpProperties(
            FakeGitHub.HOOK, new Secret(token), URI.create(github.url() + "/"), INTERVAL);
    return new MissedDeliveries(
        Sender.of("github", "secret").source(),
        INTERVAL,
        new GitHubDeliveries(new GitHubApi(larger, properties, clock), FakeGitHub.HOOK),
        new JsonEvents(),
        log,
        new DoorMetrics(new SimpleMeterRegistry()),
        clock);
  }

  private static Instant ago(String duration) {
    return NOW.minus(Duration.parse(duration));
  }

  private static final class Log implements EventLog {
    final List<NewEvent> events = new ArrayList<>();
    boolean available = true;

    List<String> keys() {
      return events.stream().map(NewEvent::key).toList();
    }

    @Override
    public CompletableFuture<List<Appended>> append(List<NewEvent> more) {
      if (!available) {
        return CompletableFuture.failedFuture(new EventLogUnavailable("down", null));
      }
      events.addAll(more);
      return CompletableFuture.completedFuture(
          more.stream().map(event -> new Appended(UUID.randomUUID(), false)).toList());
    }
  }
}
