package com.millyweb.hub.event;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AttemptLogTest {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final Logger logger = (Logger) LoggerFactory.getLogger(AttemptLog.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final AttemptLog attempts = new AttemptLog("flow.orders", 0);

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(lines);
  }

  @Test
  void a_failing_backlog_of_300_000_is_a_few_lines() {
    for (int i = 0; i < 300_000; i++) {
      attempts.report(failed(i), 10, 1);
    }
    assertThat(lines.list).hasSize(5);

    attempts.flush(MINUTE);
    assertThat(lines.list).hasSize(6);
    assertThat(lines.list.get(5).getFormattedMessage())
        .startsWith("flow.orders: 299995 more attempts failed {IOException=149998, Timeout=149997}")
        .endsWith("the last: IOException: error 299999");
    attempts.flush(2 * MINUTE);
    assertThat(lines.list).hasSize(6);
  }

  @Test
  void delay_is_written_as_the_configuration_writes_it() {
    attempts.report(
        new Outcome.Again(
            ((Outcome.Again) failed(1)).delivery(),
            Instant.EPOCH,
            "failed",
            Duration.parse("PT2M17.15S"),
            "IOException"),
        10,
        1);
    assertThat(lines.list.get(0).getFormattedMessage()).contains("again in 2m17s: IOException");
  }

  @Test
  void the_next_minute_tells_the_first_ones_again() {
    for (int i = 0; i < 10; i++) {
      attempts.report(failed(i), 10, 1);
    }
    attempts.report(failed(11), 10, MINUTE);
    assertThat(lines.list).hasSize(7);
    assertThat(lines.list.get(6).getFormattedMessage()).contains("error 11");
  }

  private static Outcome failed(int number) {
    var event =
        new Event(
            new EventIds(Clock.systemUTC()).next(),
            Instant.EPOCH,
            "a",
            "test",
            null,
            Instant.EPOCH,
            null,
            "application/json",
            "1".getBytes(StandardCharsets.UTF_8),
            null,
            null,
            null,
            0);
    return new Outcome.Again(
        new Delivery(number, 1, 1, null, 1, 0, event),
        Instant.EPOCH,
        "failed",
        Duration.ofSeconds(1),
        (number % 2 == 0 ? "Timeout" : "IOException") + ": error " + number);
  }
}
