package com.millyweb.hub.service.docker;

import com.millyweb.hub.database.Rows;
import com.millyweb.hub.database.Sql;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tables {@code docker_engine} and {@code docker_death}. */
@Component
final class DockerStore {
  private static final String SEEN = Sql.read("service/docker/seen");
  private static final String UPDATE_OF = Sql.read("service/docker/update-of");
  private static final String DEATH = Sql.read("service/docker/death");
  private static final String STREAK = Sql.read("service/docker/streak");

  private final JdbcClient jdbc;

  DockerStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Up to when the events of an engine are stored; null for one that is new. */
  @Nullable Instant seen(String engine) {
    return jdbc.sql("select seen from docker_engine where engine = :engine")
        .param("engine", engine)
        .query((row, number) -> Rows.instant(row, "seen"))
        .optional()
        .orElse(null);
  }

  void saw(String engine, Instant at) {
    jdbc.sql(SEEN).param("engine", engine).param("seen", Rows.parameter(at)).update();
  }

  void died(String engine, String container, String name, Instant at) {
    jdbc.sql(DEATH)
        .param("engine", engine)
        .param("container", container)
        .param("name", name)
        .param("at", Rows.parameter(at))
        .update();
  }

  /** Whether a container ended because the hub updates it, or took its update back. */
  boolean isOfUpdate(String engine, String container) {
    return jdbc.sql(UPDATE_OF)
        .param("engine", engine)
        .param("container", container)
        .query(Boolean.class)
        .single();
  }

  /** Whether it is known that the container ended then. */
  boolean knows(String engine, String container, Instant end, Duration tolerance) {
    return jdbc.sql(
            """
            select exists (select from docker_death
                            where engine = :engine and container = :container and at between :from and :to)
            """)
        .param("engine", engine)
        .param("container", container)
        .param("from", Rows.parameter(end.minus(tolerance)))
        .param("to", Rows.parameter(end.plus(tolerance)))
        .query(Boolean.class)
        .single();
  }

  /**
   * The row of ends that one belongs to, each within an hour of the one before: to people one
   * trouble.
   */
  Streak streak(String engine, String name, Instant end) {
    return jdbc.sql(STREAK)
        .param("engine", engine)
        .param("name", name)
        .param("at", Rows.parameter(end))
        .query((row, number) -> new Streak(Rows.instant(row, "first"), row.getInt("count")))
        .single();
  }

  /**
   * @param count with the last
   */
  record Streak(Instant first, int count) {}
}
