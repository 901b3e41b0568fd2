package com.millyweb.hub.event.history;

import com.millyweb.hub.database.Sql;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells what waits in the lanes of ordered subscriptions. */
@Component
public class Lanes {
  private static final String BUSY = Sql.read("event/lane-busy");

  private final JdbcClient jdbc;

  Lanes(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Whether a lane has a delivery that waits, runs or is blocked; dead letters do not count.
   *
   * @param group name of the subscription
   * @param lane what its deliveries are kept in order by: a subject or a source
   */
  public boolean isBusy(String group, String lane) {
    return jdbc.sql(BUSY).param("group", group).param("lane", lane).query(Boolean.class).single();
  }
}
