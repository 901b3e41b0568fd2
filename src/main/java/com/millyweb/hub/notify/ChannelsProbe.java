package com.millyweb.hub.notify;

import com.millyweb.hub.database.Sql;
import com.millyweb.hub.health.probe.HealthProbe;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whether notices get out: every medium's sender is a subscription, and its deliveries tell. */
@Component
final class ChannelsProbe implements HealthProbe {
  private static final int QUERY_TIMEOUT_SECONDS = 2;

  private final JdbcClient jdbc;

  ChannelsProbe(DataSource dataSource) {
    var template = new JdbcTemplate(dataSource);
    template.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
    jdbc = JdbcClient.create(template);
  }

  @Override
  public String system() {
    return "channels";
  }

  @Override
  public Status probe() {
    List<Sender> troubled;
    try {
      troubled = jdbc.sql(Sql.read("notify/senders-in-trouble")).query(Sender.class).list();
    } catch (DataAccessException e) {
      return Status.unknown("The database did not tell");
    }
    return troubled.isEmpty()
        ? Status.up()
        : Status.degraded(
            troubled.stream().map(Sender::describe).collect(Collectors.joining("; ")));
  }

  /**
   * @param dead died within the last hour
   * @param failing failed three times or more and will be tried again
   */
  record Sender(String name, long dead, long failing, @Nullable String error) {
    String describe() {
      return "%s: %d dead, %d failing%s"
          .formatted(name, dead, failing, error == null ? "" : ", last: " + error);
    }
  }
}
