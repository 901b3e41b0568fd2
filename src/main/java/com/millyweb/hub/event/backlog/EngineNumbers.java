package com.millyweb.hub.event.backlog;

import com.millyweb.hub.database.Sql;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How much lies in the event engine. Read on the health poll's thread, so that neither a scrape nor
 * a page ever waits for the database.
 */
@Component
public final class EngineNumbers {
  private static final Logger log = LoggerFactory.getLogger(EngineNumbers.class);
  private static final String BACKLOG = Sql.read("event/backlog");
  private static final int QUERY_TIMEOUT_SECONDS = 1;

  /** A database that hangs answers late; old numbers would look like news. */
  private static final long STALE_NANOS = Duration.ofSeconds(20).toNanos();

  private final JdbcClient jdbc;
  private volatile @Nullable Reading reading;

  EngineNumbers(DataSource dataSource, MeterRegistry registry) {
    var template = new JdbcTemplate(dataSource);
    template.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
    jdbc = JdbcClient.create(template);
    deliveries(registry, "waiting", Numbers::waiting);
    deliveries(registry, "running", Numbers::running);
    deliveries(registry, "blocked", Numbers::blocked);
    deliveries(registry, "parked", Numbers::parked);
    deliveries(registry, "dead", Numbers::dead);
    Gauge.builder("hub.event.oldest.waiting", () -> read(Numbers::oldestWaiting))
        .description("How long the oldest due delivery has been waiting")
        .baseUnit("seconds")
        .register(registry);
  }

  /** Null while the database does not tell. */
  public @Nullable Numbers latest() {
    var last = reading;
    return last == null || System.nanoTime() - last.nanoTime > STALE_NANOS ? null : last.numbers;
  }

  public void refresh() {
    try {
      reading = new Reading(jdbc.sql(BACKLOG).query(Numbers.class).single(), System.nanoTime());
    } catch (DataAccessException e) {
      reading = null;
      log.debug("The engine's numbers could not be read", e);
    }
  }

  private void deliveries(MeterRegistry registry, String state, ToDoubleFunction<Numbers> number) {
    Gauge.builder("hub.event.deliveries", () -> read(number))
        .description("Unfinished deliveries")
        .tag("state", state)
        .register(registry);
  }

  private double read(ToDoubleFunction<Numbers> number) {
    Numbers numbers = latest();
    return numbers == null ? Double.NaN : number.applyAsDouble(numbers);
  }

  /**
   * @param parked waiting for a route that was deleted
   * @param unattended names of subscriptions whose route no hub runs, at most three of them
   * @param unattendedCount how many there are
   * @param throttled subscriptions whose targets ask for time since long ago, at most three of them
   * @param oldestWaiting seconds; paused and parked deliveries do not count
   */
  public record Numbers(
      long waiting,
      long parked,
      long running,
      long blocked,
      long dead,
      @Nullable String unattended,
      long unattendedCount,
      @Nullable String throttled,
      double oldestWaiting) {}

  private record Reading(Numbers numbers, long nanoTime) {}
}
