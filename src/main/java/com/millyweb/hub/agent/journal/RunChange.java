package com.millyweb.hub.agent.journal;

import com.millyweb.hub.event.Effects;
import com.millyweb.hub.event.NewEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A change of a run, in the transaction that ends the step that made it.
 *
 * @param locked whether its first statement changes the run's row, and so needs no lock before it
 */
record RunChange(UUID run, List<NewEvent> mayAppend, boolean locked, Work work)
    implements Effects.Change {

  /** Changes rows, and says what is sent. */
  interface Work {
    List<NewEvent> on(JdbcClient jdbc);
  }

  RunChange(UUID run, List<NewEvent> mayAppend, Work work) {
    this(run, mayAppend, false, work);
  }

  RunChange {
    mayAppend = List.copyOf(mayAppend);
  }

  @Override
  public String lock() {
    return lock(run);
  }

  static String lock(UUID run) {
    return "agent/" + run;
  }

  @Override
  public List<NewEvent> store(Connection connection) throws SQLException {
    var one = new SingleConnectionDataSource(connection, true);
    try {
      JdbcClient jdbc = JdbcClient.create(one);
      if (!locked) {
        lock(jdbc, run);
      }
      return work.on(jdbc);
    } catch (DataAccessException e) {
      throw cause(e);
    }
  }

  /** What the engine takes for a failure of the database, and tries again. */
  static SQLException cause(DataAccessException e) {
    if (e.getCause() instanceof SQLException cause) {
      return cause;
    }
    throw e;
  }

  /** What follows sees the run's rows as they are then, and nobody else changes them. */
  static void lock(JdbcClient jdbc, UUID run) {
    jdbc.sql("select id from agent_run where id = :id for update")
        .param("id", run)
        .query(UUID.class)
        .list();
  }
}
