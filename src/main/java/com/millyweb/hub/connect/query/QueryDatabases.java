package com.millyweb.hub.connect.query;

import com.millyweb.hub.connect.Databases;
import com.millyweb.hub.database.ReaderDatabase;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/** The databases that {@code query:} may ask. */
@Component
public final class QueryDatabases {
  private static final String HUB = "hub";

  private final ReaderDatabase hub;
  private final Databases configured;

  QueryDatabases(ReaderDatabase hub, Databases configured) {
    this.hub = hub;
    this.configured = configured;
  }

  /**
   * @throws IllegalArgumentException when there is none of that name
   */
  DataSource find(String name) {
    DataSource found = name.equals(HUB) ? hub.dataSource() : configured.reading(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "There is no database '%s' in hub.connect.databases".formatted(name));
    }
    return found;
  }
}
