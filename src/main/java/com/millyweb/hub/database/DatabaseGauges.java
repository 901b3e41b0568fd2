package com.millyweb.hub.database;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The last {@link DatabaseFigures} of one database, and its metrics. */
public final class DatabaseGauges {
  private static final long STALE_NANOS = Duration.ofMinutes(3).toNanos();

  private volatile @Nullable Shown shown;

  /**
   * @param database as metrics name it
   */
  public DatabaseGauges(MeterRegistry registry, String database) {
    gauge("hub.database.size", "bytes", database, DatabaseFigures::bytes)
        .description("How large a database is")
        .register(registry);
    gauge("hub.database.connections", null, database, DatabaseFigures::connections)
        .description("Connections that the server of a database has")
        .register(registry);
    gauge("hub.database.transaction.oldest", "seconds", database, DatabaseFigures::oldestSeconds)
        .description("How long the oldest open transaction of a database has gone on")
        .register(registry);
  }

  private Gauge.Builder<?> gauge(
      String name,
      @Nullable String unit,
      String database,
      ToDoubleFunction<DatabaseFigures> figure) {
    return Gauge.builder(name, () -> read(figure)).baseUnit(unit).tag("database", database);
  }

  private double read(ToDoubleFunction<DatabaseFigures> figure) {
    DatabaseFigures now = last();
    return now == null ? Double.NaN : figure.applyAsDouble(now);
  }

  /** One question that failed is no news of what was seen before it. */
  public void show(DatabaseFigures figures) {
    shown = new Shown(figures, System.nanoTime());
  }

  /** Null when the database has told nothing for minutes. */
  public @Nullable DatabaseFigures last() {
    Shown now = shown;
    return now == null || System.nanoTime() - now.nanoTime > STALE_NANOS ? null : now.figures;
  }

  private record Shown(DatabaseFigures figures, long nanoTime) {}
}
