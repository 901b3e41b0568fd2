package com.millyweb.hub.event;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Sets array parameters of a statement. */
record Arrays(Connection connection, PreparedStatement statement) {
  void set(int index, String type, Object[] values) throws SQLException {
    statement.setArray(index, connection.createArrayOf(type, values));
  }
}
