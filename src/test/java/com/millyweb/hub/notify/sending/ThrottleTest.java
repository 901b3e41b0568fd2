package com.millyweb.hub.notify.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.config.Rate;
import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.service.telegram.Telegram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The token bucket, in a time that passes only when somebody waits. */
class ThrottleTest {
  private long now = 1_000_000_000L;

  @Test
  void burst_leaves_at_once_and_what_follows_keeps_the_rate() throws InterruptedException {
    Throttle pace = new Throttle(2, 3, () -> now, this::rest);
    assertThat(sent(pace, "a", 7)).containsExactly(0L, 0L, 0L, 500L, 1000L, 1500L, 2000L);
  }

  @Test
  void destinations_do_not_wait_for_each_other() throws InterruptedException {
    Throttle pace = new Throttle(1, 1, () -> now, this::rest);
    assertThat(sent(pace, "a", 2)).containsExactly(0L, 1000L);
    assertThat(sent(pace, "b", 1)).containsExactly(0L);
  }

  @Test
  void what_the_medium_said_holds_its_destination_alone() throws InterruptedException {
    Throttle pace = new Throttle(100, 100, () -> now, this::rest);
    pace.hold("a", Duration.ofSeconds(4));
    assertThat(sent(pace, "b", 1)).containsExactly(0L);
    assertThat(sent(pace, "a", 1)).containsExactly(4000L);
  }

  @Test
  void long_wait_is_given_back_to_the_lane() {
    Throttle pace = new Throttle(100, 100, () -> now, this::rest);
    pace.hold("a", Duration.ofMinutes(2));
    assertThatThrownBy(() -> pace.await("a"))
        .isInstanceOfSatisfying(
            RetryAfter.class, e -> assertThat(e.delay()).isEqualTo(Duration.ofMinutes(2)));
  }

  /** Telegram takes 20 messages a minute in a group, whenever its minute begins. */
  @Property(tries = 40)
  void group_of_telegram_gets_at_most_its_messages_in_any_minute(
      @ForAll @IntRange(min = 4, max = 60) int perMinute,
      @ForAll @IntRange(min = 1, max = 90) int pauseSeconds)
      throws InterruptedException {
    Throttle pace =
        Telegram.groupThrottle(new Rate(perMinute, Duration.ofMinutes(1)), () -> now, this::rest);
    List<Long> sent = new ArrayList<>(sent(pace, "-100", 100));
    long begun = now - sent.get(99) * 1_000_000;
    rest(Duration.ofSeconds(pauseSeconds));
    long pause = (now - begun) / 1_000_000;
    sent(pace, "-100", 100).forEach(at -> sent.add(pause + at));
    for (int i = 0; i + perMinute < sent.size(); i++) {
      assertThat(sent.get(i + perMinute) - sent.get(i))
          .as("%d messages from the %dth on", perMinute + 1, i)
          .isGreaterThanOrEqualTo(60_000);
    }
  }

  /** When each of so many messages left, in milliseconds; a lane that is given back comes again. */
  private List<Long> sent(Throttle pace, String destination, int messages)
      throws InterruptedException {
    long begun = now;
    List<Long> sent = new ArrayList<>();
    while (sent.size() < messages) {
      try {
        pace.await(destination);
        sent.add((now - begun) / 1_000_000);
      } catch (RetryAfter e) {
        rest(e.delay());
      }
    }
    return sent;
  }

  private void rest(Duration wait) {
    now += wait.toNanos();
  }
}
