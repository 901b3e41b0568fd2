package com.millyweb.hub.service.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.fixture.SettableClock;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class TelegramPatienceTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2030-01-01T00:00:00Z"));
  private final TelegramPatience patience = new TelegramPatience(clock);

  @Test
  void pauses_grow_to_a_minute_and_end_with_the_trouble() {
    long[] seconds = {1, 2, 4, 8, 16, 32, 60, 60};
    for (long pause : seconds) {
      fail(new IllegalStateException("cut"));
      assertPause(pause);
    }
    for (int i = 0; i < 100; i++) {
      fail(new IllegalStateException("cut"));
    }
    assertPause(60);
    patience.commit(null, null, 0);
    assertThat(patience.trouble()).isNull();
    fail(new IllegalStateException("cut"));
    assertPause(1);
  }

  @Test
  void pause_that_telegram_asks_for_is_kept() {
    fail(new RetryAfter(Duration.ofSeconds(700), "Too Many Requests"));
    assertPause(700);
    fail(new RetryAfter(Duration.ofDays(400), "Too Many Requests"));
    assertPause(86_400);
  }

  @Test
  void one_trouble_is_said_once_an_hour(CapturedOutput output) {
    for (int i = 0; i < 70; i++) {
      fail(new IllegalStateException("cut"));
      clock.now = clock.now.plusSeconds(60);
    }
    assertThat(output.getOut().split("cannot be polled", -1)).hasSize(3);
    fail(conflict("Conflict: terminated by other getUpdates"));
    assertThat(output.getOut()).contains("somebody else polls with this token");
    patience.commit(null, null, 0);
    assertThat(output.getOut()).contains("polled again, it failed 71 times");
  }

  @Test
  void two_that_poll_take_turns_and_say_so_once_an_hour(CapturedOutput output) {
    for (int minute = 0; minute < 50; minute++) {
      fail(conflict("Conflict: terminated by other getUpdates"));
      assertThat(patience.trouble().rival()).isTrue();
      assertPause(60);
      patience.commit(null, null, 0);
    }
    assertThat(output.getOut()).containsOnlyOnce("cannot be polled").containsOnlyOnce("again, it");
    fail(conflict("Conflict: a webhook is active"));
    assertPause(1);
  }

  private static Exception conflict(String description) {
    return new UncheckedIOException(new TelegramConflict(description));
  }

  private void fail(Exception failure) {
    assertThat(patience.rollback(new Nothing(), null, 0, failure)).isFalse();
  }

  private void assertPause(long seconds) {
    clock.now = clock.now.plusSeconds(seconds - 1);
    assertThat(patience.begin(null, null)).isFalse();
    clock.now = clock.now.plusSeconds(1);
    assertThat(patience.begin(null, null)).isTrue();
  }

  /** A consumer that runs. */
  private static final class Nothing implements Consumer {
    @Override
    public Processor getProcessor() {
      return exchange -> {};
    }

    @Override
    public Endpoint getEndpoint() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Exchange createExchange(boolean autoRelease) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void releaseExchange(Exchange exchange, boolean autoRelease) {}

    @Override
    public AsyncCallback defaultConsumerCallback(Exchange exchange, boolean taskRemaining) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}
  }
}
