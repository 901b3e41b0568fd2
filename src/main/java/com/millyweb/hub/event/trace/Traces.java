package com.millyweb.hub.event.trace;

import com.millyweb.hub.database.Sql;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where flows say that they want to be traced. */
public final class Traces {
  private static final Logger log = LoggerFactory.getLogger(Traces.class);

  /** How many runs of a version are its first ones. */
  static final int FIRST = 5;

  private static final String FIRST_RUNS = Sql.read("event/trace/first-runs");

  private final TraceProperties properties;
  private final TraceWriter writer;
  private final JdbcClient jdbc;
  private final Clock clock;

  Traces(TraceProperties properties, TraceWriter writer, JdbcClient jdbc, Clock clock) {
    this.properties = properties;
    this.writer = writer;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * @param route the group of its subscription
   * @param version SHA-256 of the route file; null for a route in Java
   * @return null when nothing is traced
   */
  public @Nullable TracedFlow flow(String route, @Nullable String file, @Nullable String version) {
    return properties.budget() == 0
        ? null
        : new TracedFlow(route, file, version, first(route, version), properties, writer, clock);
  }

  private int first(String route, @Nullable String version) {
    try {
      int known =
          jdbc.sql(FIRST_RUNS)
              .param("route", route)
              .param("version", version)
              .query(Integer.class)
              .single();
      return Math.max(0, FIRST - known);
    } catch (DataAccessException e) {
      log.debug("The first runs of {} were not counted", route, e);
      return FIRST;
    }
  }
}
