package com.millyweb.hub.connect.query;

import com.millyweb.hub.text.Truncate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.core.Parser;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;
import org.springframework.jdbc.core.namedparam.ParsedSql;

/**
 * One statement that reads. Whoever wrote it may be hostile: it is a single one, which a cursor can
 * be declared for, in a transaction that may not write. What else it may see and do is said by the
 * rights of its login.
 */
record ReadOnlyQuery(DataSource database, Limits limits) {
  /** The text of all values, together; and the driver's own bound of what it reads at once. */
  private static final int MOST_CHARACTERS = 1 << 20;

  private static final int LONGEST_STATEMENT = 64 * 1024;
  private static final int AT_ONCE = 50;
  private static final int MOST_SHOWN = 60;
  private static final String CURSOR_FOR = "declare hub_query no scroll cursor for ";

  /**
   * @param rows at most
   * @param timeout of the statement
   */
  record Limits(int rows, Duration timeout) {}

  /**
   * @param values by the names that the statement has for them
   * @return columns, rows, truncated
   * @throws IllegalArgumentException when it is not one statement that reads, or a value is missing
   */
  Map<String, Object> run(@Nullable String sql, Map<String, @Nullable Object> values)
      throws SQLException {
    String statement = one(sql);
    ParsedSql parsed = NamedParameterUtils.parseSqlStatement(statement);
    var source = new MapSqlParameterSource(values);
    String positional = NamedParameterUtils.substituteNamedParameters(parsed, source);
    Object[] arguments = arguments(parsed, source);
    try (Connection connection = database.getConnection()) {
      requirePostgres(connection);
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try {
        execute(connection, "set transaction read only");
        long end = System.nanoTime() + limits.timeout().toNanos();
        bound(connection, end);
        declare(connection, positional, arguments);
        return fetch(connection, end);
      } finally {
        // an answer that was too large ends the connection
        if (!connection.isClosed()) {
          connection.rollback();
          connection.setAutoCommit(autoCommit);
          // advisory locks, among others, outlive a transaction
          execute(connection, "discard all");
        }
      }
    }
  }

  private static void requirePostgres(Connection connection) throws SQLException {
    if (!connection.isWrapperFor(PGConnection.class)) {
      throw new IllegalArgumentException("query: reads Postgres only; use sql: for this database");
    }
  }

  private static String one(@Nullable String sql) throws SQLException {
    String statement = sql == null ? "" : sql.strip().replaceFirst("[;\\s]+$", "");
    if (statement.isEmpty()) {
      throw new IllegalArgumentException("There is no statement to ask");
    }
    if (statement.length() > LONGEST_STATEMENT) {
      throw new IllegalArgumentException(
          "The statement must have at most %d characters, has %d"
              .formatted(LONGEST_STATEMENT, statement.length()));
    }
    // as the driver would part it
    int statements = Parser.parseJdbcSql(statement, true, true, true, false, false).size();
    if (statements != 1) {
      throw new IllegalArgumentException(
          "Exactly one statement can be asked, these are %d".formatted(statements));
    }
    return statement;
  }

  private static Object[] arguments(ParsedSql parsed, MapSqlParameterSource source) {
    try {
      return NamedParameterUtils.buildValueArray(parsed, source, null);
    } catch (InvalidDataAccessApiUsageException e) {
      throw new IllegalArgumentException(
          "The statement names a value that is not given: %s".formatted(e.getMessage()), e);
    }
  }

  /** Only what reads can have a cursor; Postgres says so. */
  private static void declare(Connection connection, String sql, Object[] arguments)
      throws SQLException {
    try (PreparedStatement cursor = connection.prepareStatement(CURSOR_FOR + sql)) {
      for (int i = 0; i < arguments.length; i++) {
        cursor.setObject(i + 1, arguments[i]);
      }
      cursor.execute();
    } catch (PSQLException e) {
      throw withPlace(e, sql);
    }
  }

  /** Says the place by what is written there: the number that Postgres gives counts the cursor. */
  private static SQLException withPlace(PSQLException failure, String sql) throws SQLException {
    ServerErrorMessage said = failure.getServerErrorMessage();
    if (said == null || said.getPosition() <= CURSOR_FOR.length()) {
      return failure;
    }
    String sent = Parser.parseJdbcSql(sql, true, true, true, false, false).get(0).nativeSql;
    // counts characters and not their halves
    int at = said.getPosition() - CURSOR_FOR.length() - 1;
    if (at >= sent.codePointCount(0, sent.length())) {
      return failure;
    }
    String rest = sent.substring(sent.offsetByCodePoints(0, at));
    String hint = said.getHint() == null ? "" : " " + said.getHint();
    return new SQLException(
        "%s, at '%s'.%s".formatted(said.getMessage(), Truncate.line(rest, MOST_SHOWN), hint),
        failure.getSQLState(),
        failure);
  }

  /** Set again before each part: what is read may change the setting for those behind it. */
  private static void bound(Connection connection, long end) throws SQLException {
    long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    execute(connection, "set local statement_timeout = %d".formatted(Math.max(1, millis)));
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Map<String, Object> fetch(Connection connection, long end) throws SQLException {
    List<String> columns = new ArrayList<>();
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    boolean truncated = false;
    long characters = 0;
    boolean more = true;
    while (more && !truncated) {
      int wanted = Math.min(AT_ONCE, limits.rows() - rows.size() + 1);
      int got = 0;
      bound(connection, end);
      try (var statement = connection.createStatement();
          ResultSet result = statement.executeQuery("fetch %d from hub_query".formatted(wanted))) {
        columns = columns(result.getMetaData());
        while (!truncated && result.next()) {
          got++;
          Map<String, @Nullable Object> row = row(columns, result);
          characters += String.valueOf(row).length();
          truncated = rows.size() == limits.rows() || characters > MOST_CHARACTERS;
          if (!truncated) {
            rows.add(row);
          }
        }
      }
      more = got == wanted;
    }
    Map<String, Object> read = new LinkedHashMap<>();
    read.put("columns", columns);
    read.put("rows", rows);
    read.put("truncated", truncated);
    return read;
  }

  /** Two columns of one name would be one. */
  private static List<String> columns(ResultSetMetaData meta) throws SQLException {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      String name = meta.getColumnLabel(i);
      names.add(names.contains(name) ? name + "_" + i : name);
    }
    return names;
  }

  private static Map<String, @Nullable Object> row(List<String> columns, ResultSet result)
      throws SQLException {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      row.put(columns.get(i), Cell.read(result, i + 1));
    }
    return row;
  }
}
