package com.millyweb.hub.agent.journal;

import com.millyweb.hub.database.Rows;
import com.millyweb.hub.database.Sql;
import com.millyweb.hub.event.Effects;
import com.millyweb.hub.event.NewEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * What came of a tool's call. It is the most frequent change, and the lock of its run goes to the
 * database together with it: what ends steps waits for one answer and not for two.
 */
record ActedChange(UUID run, RunChanges.Result result) implements Effects.Change {
  private static final List<String> FROM = List.of("planned", "begun");

  /** Two statements: the second one sees the rows as they are once the first one has the lock. */
  private static final String SQL =
      "select id from agent_run where id = :run for update;\n" + Sql.read("agent/result");

  @Override
  public String lock() {
    return RunChange.lock(run);
  }

  @Override
  public List<NewEvent> mayAppend() {
    return List.of(result.next());
  }

  @Override
  public List<NewEvent> store(Connection connection) throws SQLException {
    try {
      Integer open =
          new NamedParameterJdbcTemplate(new SingleConnectionDataSource(connection, true))
              .execute(SQL, parameters(run, result, FROM), ActedChange::open);
      return open != null && open == 0 ? mayAppend() : List.of();
    } catch (DataAccessException e) {
      throw RunChange.cause(e);
    }
  }

  /** How many calls of the turn are open then; null when the result came too late. */
  private static @Nullable Integer open(PreparedStatement statement) throws SQLException {
    statement.execute();
    statement.getMoreResults();
    try (ResultSet row = statement.getResultSet()) {
      return row.next() ? row.getInt(1) : null;
    }
  }

  static Map<String, @Nullable Object> parameters(
      UUID run, RunChanges.Result result, List<String> from) {
    Map<String, @Nullable Object> parameters = new HashMap<>();
    parameters.put("run", run);
    parameters.put("seq", result.seq());
    parameters.put("from", from);
    parameters.put("state", result.state().name().toLowerCase(Locale.ROOT));
    parameters.put("result", Rows.storable(result.result()));
    parameters.put("error", result.error() == null ? null : Rows.storable(result.error()));
    parameters.put("decision", result.decision());
    parameters.put("taint", result.taint());
    parameters.put("took", result.tookMillis());
    return parameters;
  }
}
