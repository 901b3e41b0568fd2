package com.millyweb.hub.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Token buckets in a time that passes only when the test says so. */
class RateLimiterTest {
  private long now = 1_000_000_000L;
  private final RateLimiter limiter = new RateLimiter(1, 2, () -> now);

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void burst_is_let_through_and_what_follows_is_told_when_to_come() {
    assertThat(limiter.take("a")).isZero();
    assertThat(limiter.take("a")).isZero();
    assertThat(limiter.take("a")).isEqualTo(Duration.ofSeconds(1));
    pass(Duration.ofMillis(400));
    assertThat(limiter.take("a")).as("nothing was taken").isEqualTo(Duration.ofMillis(600));
    pass(Duration.ofMillis(600));
    assertThat(limiter.take("a")).isZero();
  }

  @Test
  void token_that_is_not_there_yet_can_be_taken_by_who_waits_for_it() {
    Duration longest = Duration.ofSeconds(2);
    assertThat(limiter.take("a", longest)).isZero();
    assertThat(limiter.take("a", longest)).isZero();
    assertThat(limiter.take("a", longest)).isEqualTo(Duration.ofSeconds(1));
    assertThat(limiter.take("a", longest)).isEqualTo(Duration.ofSeconds(2));
    assertThat(limiter.take("a", longest)).isEqualTo(Duration.ofSeconds(3));
    assertThat(limiter.take("a", longest)).as("that was too long").isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void hold_counts_for_its_key_alone() {
    limiter.hold("a", Duration.ofSeconds(4));
    limiter.hold("a", Duration.ofSeconds(3));
    assertThat(limiter.take("b")).isZero();
    assertThat(limiter.take("a")).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void keys_that_have_rested_are_forgotten() {
    for (int i = 0; i < 5_000; i++) {
      pass(Duration.ofMillis(10));
      limiter.take("key " + i);
    }
    assertThat(limiter.size()).isLessThanOrEqualTo(1_000);
  }

  @Test
  void very_many_keys_at_once_share_what_is_left() {
    for (int i = 0; i < 10_000; i++) {
      limiter.take("key " + i);
    }
    assertThat(limiter.take("one more")).isZero();
    assertThat(limiter.take("another")).isZero();
    assertThat(limiter.take("a third")).isPositive();
    assertThat(limiter.size()).isEqualTo(10_000);
  }
}
