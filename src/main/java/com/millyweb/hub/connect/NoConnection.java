package com.millyweb.hub.connect;

import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** A database of the configuration while a route is checked. */
final class NoConnection extends AbstractDataSource {
  @Override
  public Connection getConnection() throws SQLException {
    throw new SQLException("Nothing is connected while a route is checked");
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }
}
