package com.millyweb.hub.database;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The last {@link DatabaseFigures} of one database, and its metrics. */
public final class DatabaseGauges {
  private volatile @Nullable DatabaseFigures last;

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
    DatabaseFigures now = last;
    return now == null ? Double.NaN : figure.applyAsDouble(now);
  }

  /**
   * @param figures null when the database did not tell
   */
  public void show(@Nullable DatabaseFigures figures) {
    last = figures;
  }

  public @Nullable DatabaseFigures last() {
    return last;
  }
}
