package com.millyweb.hub.event.postgres;

import com.millyweb.hub.database.Sql;
import com.millyweb.hub.event.Lease;
import com.millyweb.hub.event.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Ends claims; each method answers the leases that were still the caller's. */
record EndStatements(Connection connection) {
  private static final String DONE = Sql.read("event/done");
  private static final String FILTERED = Sql.read("event/filtered");
  private static final String AGAIN = Sql.read("event/again");
  private static final String DEAD = Sql.read("event/dead");

  Set<Lease> done(List<Outcome.Done> outcomes) throws SQLException {
    List<Outcome.Done> told = outcomes.stream().filter(o -> o.reason() != null).toList();
    if (told.isEmpty()) {
      return done(DONE, outcomes, EndStatements::outcome);
    }
    Set<Lease> ended = new HashSet<>(done(FILTERED, told, Outcome.Done::reason));
    List<Outcome.Done> others = outcomes.stream().filter(o -> o.reason() == null).toList();
    ended.addAll(done(DONE, others, EndStatements::outcome));
    return ended;
  }

  /** The first one of a list that the filter turned down is filtered, though the list is done. */
  private static String outcome(Outcome.Done done) {
    boolean wanted = done.wanted() && !done.turnedDown().contains(done.delivery().event().id());
    return wanted ? "done" : "filtered";
  }

  private Set<Lease> done(
      String sql, List<Outcome.Done> outcomes, Function<Outcome.Done, @Nullable String> text)
      throws SQLException {
    if (outcomes.isEmpty()) {
      return Set.of();
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      var arrays = new SqlArrays(connection, statement);
      claims(arrays, outcomes);
      arrays.set(3, "text", outcomes.stream().map(text).toArray());
      arrays.set(4, "int8", outcomes.stream().map(o -> SqlArrays.micros(o.started())).toArray());
      return PostgresTransport.leases(statement);
    }
  }

  Set<Lease> again(List<Outcome.Again> outcomes) throws SQLException {
    if (outcomes.isEmpty()) {
      return Set.of();
    }
    try (PreparedStatement statement = connection.prepareStatement(AGAIN)) {
      var arrays = new SqlArrays(connection, statement);
      claims(arrays, outcomes);
      arrays.set(3, "text", outcomes.stream().map(Outcome.Again::kind).toArray());
      arrays.set(4, "text", outcomes.stream().map(Outcome.Again::error).toArray());
      arrays.set(
          5,
          "int8",
          outcomes.stream().map(o -> o.delay() == null ? null : o.delay().toMillis()).toArray());
      arrays.set(6, "int8", outcomes.stream().map(o -> SqlArrays.micros(o.started())).toArray());
      return PostgresTransport.leases(statement);
    }
  }

  Set<Lease> dead(List<Outcome.Dead> outcomes) throws SQLException {
    if (outcomes.isEmpty()) {
      return Set.of();
    }
    try (PreparedStatement statement = connection.prepareStatement(DEAD)) {
      var arrays = new SqlArrays(connection, statement);
      claims(arrays, outcomes);
      arrays.set(3, "text", outcomes.stream().map(Outcome.Dead::reason).toArray());
      arrays.set(4, "text", outcomes.stream().map(Outcome.Dead::error).toArray());
      arrays.set(5, "int8", outcomes.stream().map(o -> SqlArrays.micros(o.started())).toArray());
      return PostgresTransport.leases(statement);
    }
  }

  private static void claims(SqlArrays arrays, List<? extends Outcome> outcomes)
      throws SQLException {
    arrays.set(1, "int8", outcomes.stream().map(outcome -> outcome.delivery().id()).toArray());
    arrays.set(2, "int8", outcomes.stream().map(outcome -> outcome.delivery().token()).toArray());
  }
}
