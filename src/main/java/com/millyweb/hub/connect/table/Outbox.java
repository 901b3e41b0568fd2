package com.millyweb.hub.connect.table;

import com.millyweb.hub.database.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/** The outbox in another database, over one connection. */
final class Outbox {
  /** For all databases alike: whoever holds it brings the changes. */
  private static final String LOCK = "select pg_try_advisory_lock(hashtext('hub.outbox'))";

  private static final String MISSING = "select to_regclass(?) is null";
  private static final String CAPTURE = Sql.read("connect/capture");
  private static final String CAPTURED = Sql.read("connect/captured");
  private static final String TAKE = Sql.read("connect/outbox-take");

  private final Connection connection;

  Outbox(Connection connection) {
    this.connection = connection;
  }

  /**
   * Has the changes of these tables captured from now on, and those of no others.
   *
   * @throws NoSuchTable when one is not there
   */
  void install(List<String> tables) throws SQLException {
    if (is(MISSING, "hub.outbox")) {
      execute(Sql.read("connect/outbox"));
    }
    List<Long> wanted = new ArrayList<>();
    for (String table : tables) {
      if (is(MISSING, table)) {
        throw new NoSuchTable(table);
      }
      for (String statement : strings(CAPTURE, table)) {
        execute(statement);
      }
      wanted.add(oid(table));
    }
    try (var statement = connection.createStatement();
        ResultSet row = statement.executeQuery(CAPTURED)) {
      List<String> drops = new ArrayList<>();
      while (row.next()) {
        if (!wanted.contains(row.getLong("oid"))) {
          drops.add(row.getString("drop"));
        }
      }
      for (String drop : drops) {
        execute(drop);
      }
    }
  }

  /** Whether this connection is the one that brings the changes; it is until it ends. */
  boolean lock() throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet row = statement.executeQuery(LOCK)) {
      return row.next() && row.getBoolean(1);
    }
  }

  /** The connection goes back to its pool without what it held; a broken one does not go back. */
  void release() {
    try {
      execute("select pg_advisory_unlock_all(); unlisten *");
    } catch (SQLException e) {
      // it ended, and what it held with it
    }
  }

  void listen() throws SQLException {
    execute("listen hub_outbox");
  }

  /** Waits for a hint that there are changes. */
  void await(int millis) throws SQLException {
    connection.unwrap(PGConnection.class).getNotifications(millis);
  }

  /** The oldest changes. */
  List<RowChange> take() throws SQLException {
    List<RowChange> changes = new ArrayList<>();
    try (var statement = connection.createStatement();
        ResultSet row = statement.executeQuery(TAKE)) {
      while (row.next()) {
        changes.add(
            new RowChange(
                row.getLong("id"),
                row.getLong("at"),
                row.getString("name"),
                row.getString("op"),
                row.getString("key"),
                row.getString("before"),
                row.getString("after"),
                row.getBoolean("large")));
      }
    }
    return changes;
  }

  /** They are stored. */
  void remove(List<RowChange> changes) throws SQLException {
    Object[] ids = changes.stream().map(RowChange::id).toArray();
    try (PreparedStatement statement =
        connection.prepareStatement("delete from hub.outbox where id = any(?)")) {
      statement.setArray(1, connection.createArrayOf("bigint", ids));
      statement.executeUpdate();
    }
  }

  private long oid(String table) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select to_regclass(?)::oid::bigint")) {
      statement.setString(1, table);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private boolean is(String sql, String parameter) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, parameter);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private List<String> strings(String sql, String parameter) throws SQLException {
    List<String> all = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, parameter);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          all.add(row.getString(1));
        }
      }
    }
    return all;
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
