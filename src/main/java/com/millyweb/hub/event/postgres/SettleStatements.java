package com.millyweb.hub.event.postgres;

import com.millyweb.hub.database.Sql;
import com.millyweb.hub.event.Delivery;
import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.EventIds;
import com.millyweb.hub.event.Outcome;
import com.millyweb.hub.event.PendingEvent;
import com.millyweb.hub.event.Transport;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Ends claims in one transaction: what finished, what comes again, what died, and what was sent.
 */
final class SettleStatements {
  private static final String DONE = Sql.read("event/done");
  private static final String AGAIN = Sql.read("event/again");
  private static final String DEAD = Sql.read("event/dead");

  private final EventIds ids;
  private final DeadLetters deadLetters;

  SettleStatements(EventIds ids) {
    this.ids = ids;
    this.deadLetters = new DeadLetters(ids);
  }

  /**
   * @return null when the subscriptions have changed and all of it must be done anew
   */
  Transport.@Nullable Settled execute(
      DataSource dataSource, List<Outcome> outcomes, SubscriptionTable.Snapshot snapshot)
      throws SQLException {
    List<Outcome.Done> done = only(outcomes, Outcome.Done.class);
    List<Outcome.Again> again = only(outcomes, Outcome.Again.class);
    List<Outcome.Dead> dead = only(outcomes, Outcome.Dead.class);
    List<PendingEvent> effects = new ArrayList<>();
    done.forEach(outcome -> effects.addAll(effectsOf(outcome)));
    List<Delivery> ended = new ArrayList<>();
    done.forEach(outcome -> ended.add(outcome.delivery()));
    dead.forEach(outcome -> ended.add(outcome.delivery()));
    // one statement is a transaction by itself and saves the round trips for begin and commit
    boolean several =
        done.size() < outcomes.size()
            || !effects.isEmpty()
            || ended.stream().anyMatch(d -> d.lane() != null);

    Set<Long> confirmed = new HashSet<>();
    Set<Integer> wake = new HashSet<>();
    try (Transaction transaction = Transaction.begin(dataSource, several)) {
      Connection connection = transaction.connection();
      for (Outcome.Dead outcome : dead) {
        PendingEvent notice = deadLetters.event(connection, snapshot, outcome);
        if (notice != null) {
          effects.add(notice);
        }
      }
      // Before any statement that ends or appends, and in one order: the locks of lanes that move
      // on, and of lanes that get what was sent. Effects of a lost lease are locked for nothing;
      // which those are is not known yet.
      LaneLocks.take(connection, locks(ended, new AppendStatement(effects, snapshot)));
      confirmed.addAll(done(connection, done));
      confirmed.addAll(again(connection, again));
      confirmed.addAll(dead(connection, dead));
      // what an attempt sent counts only with its end: a lease that was lost takes it along
      List<PendingEvent> sent =
          effects.stream().filter(append -> confirmed.contains(append.causeDelivery())).toList();
      if (!sent.isEmpty()) {
        var append = new AppendStatement(sent, snapshot);
        if (append.execute(connection) == null) {
          // closing rolls everything back; the caller comes again with the new subscriptions
          return null;
        }
        wake.addAll(append.takers());
      }
      Set<Lane> moved =
          lanes(ended.stream().filter(delivery -> confirmed.contains(delivery.id())).toList());
      Lane.promote(connection, moved);
      moved.forEach(lane -> wake.add(lane.subscription()));
      transaction.commit();
    }
    int died =
        (int) dead.stream().filter(outcome -> confirmed.contains(outcome.delivery().id())).count();
    return new Transport.Settled(confirmed, wake, died);
  }

  private List<PendingEvent> effectsOf(Outcome.Done outcome) {
    Event cause = outcome.delivery().event();
    return outcome.effects().stream()
        .map(
            event ->
                new PendingEvent(
                    ids.next(),
                    event,
                    cause.id(),
                    outcome.delivery().id(),
                    cause.traceparent(),
                    cause.hops() + 1))
        .toList();
  }

  private static Collection<Integer> locks(List<Delivery> ended, AppendStatement append) {
    Set<Integer> locks = new TreeSet<>(append.orderedSubscriptions());
    for (Delivery delivery : ended) {
      if (delivery.lane() != null) {
        locks.add(delivery.subscription());
      }
    }
    return locks;
  }

  private static Set<Long> done(Connection connection, List<Outcome.Done> outcomes)
      throws SQLException {
    if (outcomes.isEmpty()) {
      return Set.of();
    }
    try (PreparedStatement statement = connection.prepareStatement(DONE)) {
      var arrays = new SqlArrays(connection, statement);
      claims(arrays, outcomes);
      arrays.set(3, "text", outcomes.stream().map(o -> o.wanted() ? "done" : "filtered").toArray());
      arrays.set(4, "int8", outcomes.stream().map(o -> micros(o.started())).toArray());
      return PostgresTransport.ids(statement);
    }
  }

  private static Set<Long> again(Connection connection, List<Outcome.Again> outcomes)
      throws SQLException {
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
      arrays.set(6, "int8", outcomes.stream().map(o -> micros(o.started())).toArray());
      return PostgresTransport.ids(statement);
    }
  }

  private static Set<Long> dead(Connection connection, List<Outcome.Dead> outcomes)
      throws SQLException {
    if (outcomes.isEmpty()) {
      return Set.of();
    }
    try (PreparedStatement statement = connection.prepareStatement(DEAD)) {
      var arrays = new SqlArrays(connection, statement);
      claims(arrays, outcomes);
      arrays.set(3, "text", outcomes.stream().map(Outcome.Dead::reason).toArray());
      arrays.set(4, "text", outcomes.stream().map(Outcome.Dead::error).toArray());
      arrays.set(5, "int8", outcomes.stream().map(o -> micros(o.started())).toArray());
      return PostgresTransport.ids(statement);
    }
  }

  private static void claims(SqlArrays arrays, List<? extends Outcome> outcomes)
      throws SQLException {
    arrays.set(1, "int8", outcomes.stream().map(outcome -> outcome.delivery().id()).toArray());
    arrays.set(2, "int8", outcomes.stream().map(outcome -> outcome.delivery().token()).toArray());
  }

  private static Set<Lane> lanes(List<Delivery> deliveries) {
    Set<Lane> lanes = new HashSet<>();
    for (Delivery delivery : deliveries) {
      String lane = delivery.lane();
      if (lane != null) {
        lanes.add(new Lane(delivery.subscription(), lane));
      }
    }
    return lanes;
  }

  private static <T extends Outcome> List<T> only(List<Outcome> outcomes, Class<T> type) {
    return outcomes.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static @Nullable Long micros(@Nullable Instant time) {
    return time == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
