package com.millyweb.hub.event.history;

import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** The events that are there, without the rest of the engine. */
public final class HistoryFixture {
  private HistoryFixture() {}

  public static EventHistory of(DataSource database) {
    return new EventHistory(reads(database));
  }

  public static DeliveryHistory deliveries(DataSource database) {
    return new DeliveryHistory(reads(database));
  }

  private static HistoryReads reads(DataSource database) {
    return new HistoryReads(
        JdbcClient.create(database), new DataSourceTransactionManager(database));
  }
}
