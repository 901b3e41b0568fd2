package com.millyweb.hub.notify.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.fake.FakeSlack;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeBody;
import com.millyweb.hub.notify.Notices;
import com.millyweb.hub.notify.Target;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A notice that fails is alone with that; trouble of a target is trouble of all its notices. */
class PoisonNoticeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void poison_steps_aside_and_only_its_own_thread_and_key_wait_for_it() {
    try (FakeSlack slack = FakeSlack.start();
        HubFixture hub =
            HubFixture.start(
                Path.of("routes"),
                Map.of(
                    "hub.notify.slack.webhook-url", slack.webhookUrl(),
                    "hub.notify.slack.rate", "1000/s",
                    "hub.notify.slack.burst", "1000"))) {
      slack.poison("poisonous", 500, "boom");
      publish(hub, "poisonous one", null, null);
      publish(hub, "poisonous two", "backup", null);
      publish(hub, "after two", "backup", null);
      publish(hub, "poisonous three", null, "thread");
      List<String> others = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        others.add("other " + i);
        publish(hub, "other " + i, i % 2 == 0 ? "key " + i : null, null);
      }
      publish(hub, "after three", null, "thread");

      await().atMost(PATIENCE).until(() -> arrived(slack, "other").size() == others.size());
      assertThat(arrived(slack, "other")).as("in order").isEqualTo(others);
      assertThat(arrived(slack, "after")).as("what must not overtake").isEmpty();

      // somebody mends it
      slack.heal("poisonous");
      await()
          .atMost(PATIENCE)
          .until(
              () -> arrived(slack, "poisonous").size() == 3 && arrived(slack, "after").size() == 2);
      List<String> all = arrived(slack, "");
      assertThat(all.indexOf("poisonous two")).isLessThan(all.indexOf("after two"));
      assertThat(all.indexOf("poisonous three")).isLessThan(all.indexOf("after three"));
      assertThat(all).doesNotHaveDuplicates();
    }
  }

  @Test
  void many_that_fail_in_a_row_leave_the_target_alone() {
    AtomicLong now = new AtomicLong();
    TargetTrouble troubles = new TargetTrouble(now::get);
    Target target = target();
    for (int i = 0; i < 3; i++) {
      troubles.requireCalm(target, false);
      troubles.failed(target, UUID.randomUUID());
    }
    assertThatThrownBy(() -> troubles.requireCalm(target, false)).isInstanceOf(RetryAfter.class);

    now.addAndGet(Duration.ofSeconds(3).toNanos());
    troubles.requireCalm(target, false);
    assertThatThrownBy(() -> troubles.requireCalm(target, false))
        .as("one finds out for all")
        .isInstanceOf(RetryAfter.class);
    troubles.isCalm(target);
    troubles.requireCalm(target, false);
    troubles.requireCalm(target, false);
  }

  @Test
  void what_was_never_tried_goes_before_what_failed() {
    AtomicLong now = new AtomicLong();
    TargetTrouble troubles = new TargetTrouble(now::get);
    List<UUID> poisons = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
    poisons.forEach(poison -> troubles.failed(target(), poison));
    now.addAndGet(Duration.ofSeconds(3).toNanos());
    assertThatThrownBy(() -> troubles.requireCalm(target(), true)).isInstanceOf(RetryAfter.class);

    // nothing else is there: one of them finds out, and what it finds says nothing new
    now.addAndGet(Duration.ofSeconds(3).toNanos());
    troubles.requireCalm(target(), true);
    troubles.failed(target(), poisons.get(0));
    assertThatThrownBy(() -> troubles.requireCalm(target(), true)).isInstanceOf(RetryAfter.class);
    troubles.requireCalm(target(), false);
  }

  @Test
  void one_that_fails_again_and_again_is_no_trouble_of_the_target() {
    TargetTrouble troubles = new TargetTrouble(() -> 0);
    UUID poison = UUID.randomUUID();
    for (int i = 0; i < 10; i++) {
      troubles.requireCalm(target(), false);
      troubles.failed(target(), poison);
    }
    troubles.requireCalm(target(), false);
  }

  @Test
  void pause_is_kept_although_another_notice_was_taken_meanwhile() {
    AtomicLong now = new AtomicLong();
    TargetTrouble troubles = new TargetTrouble(now::get);
    troubles.paused(target(), Duration.ofMinutes(1));
    troubles.isCalm(target());
    assertThatThrownBy(() -> troubles.requireCalm(target(), false)).isInstanceOf(RetryAfter.class);
    now.addAndGet(Duration.ofSeconds(61).toNanos());
    troubles.requireCalm(target(), false);
  }

  @Test
  void rest_of_a_target_that_is_down_grows_to_a_minute() {
    AtomicLong now = new AtomicLong();
    TargetTrouble troubles = new TargetTrouble(now::get);
    assertThat(TargetTrouble.isDown(new IOException(new ConnectException("refused")))).isTrue();
    for (int i = 0; i < 20; i++) {
      troubles.down(target());
      now.addAndGet(Duration.ofMinutes(1).toNanos());
      troubles.requireCalm(target(), false);
    }
  }

  private static Target target() {
    return new Target("ops/slack", "ops", "slack", null, null, null, OnAmbiguous.retry);
  }

  private static void publish(
      HubFixture hub, String text, @Nullable String key, @Nullable String thread) {
    Notice notice = new NoticeBody("ops", key, null, thread).read(text, Instant.now());
    hub.bean(Notices.class).publish(notice).join();
  }

  private static List<String> arrived(FakeSlack slack, String word) {
    return slack.messages().stream()
        .map(FakeSlack.Message::text)
        .filter(text -> text.contains(word))
        .toList();
  }
}
