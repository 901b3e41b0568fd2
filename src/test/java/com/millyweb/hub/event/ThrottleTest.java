package com.millyweb.hub.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A target that answers 429 and never says for how long. */
class ThrottleTest {
  private final AtomicLong now = new AtomicLong();
  private final Failures.Throttle throttle = new Failures.Throttle(now::get);

  @Test
  void waits_twice_as_long_each_time_and_at_most_five_minutes() {
    Duration before = Duration.ZERO;
    for (int i = 0; i < 9; i++) {
      Duration pause = throttle.next();
      assertThat(pause).isEqualTo(i == 0 ? Duration.ofSeconds(1) : before.multipliedBy(2));
      before = pause;
      now.addAndGet(pause.toNanos());
    }
    for (int i = 0; i < 100; i++) {
      assertThat(throttle.next()).isEqualTo(Duration.ofMinutes(5));
      now.addAndGet(Duration.ofMinutes(5).toNanos());
    }
  }

  @Test
  void attempts_under_way_together_count_once() {
    now.addAndGet(throttle.next().toNanos());
    assertThat(throttle.next()).isEqualTo(Duration.ofSeconds(2));
    assertThat(throttle.next()).isEqualTo(Duration.ofSeconds(2));
    now.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(throttle.next()).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void begins_anew_when_the_target_took_something() {
    for (int i = 0; i < 5; i++) {
      now.addAndGet(throttle.next().toNanos());
    }
    throttle.passed();
    assertThat(throttle.next()).isEqualTo(Duration.ofSeconds(1));
  }
}
