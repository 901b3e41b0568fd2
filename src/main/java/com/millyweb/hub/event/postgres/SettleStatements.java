package com.millyweb.hub.event.postgres;

import com.millyweb.hub.database.Sql;
import com.millyweb.hub.event.Delivery;
import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.EventIds;
import com.millyweb.hub.event.Outcome;
import com.millyweb.hub.event.PendingEvent;
import com.millyweb.hub.event.Transport;
import com.millyweb.hub.event.pacing.Cancel;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Ends claims in one transaction: what finished, what comes again, what died, and what was sent.
 */
final class SettleStatements {
  private static final String DONE = Sql.read("event/done");
  private static final String FILTERED = Sql.read("event/filtered");
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
    List<Sent> sent = new ArrayList<>();
    done.forEach(outcome -> sent.add(sentBy(outcome)));
    List<Cancel> cancels = done.stream().flatMap(outcome -> outcome.cancels().stream()).toList();
    List<Delivery> ended = new ArrayList<>();
    done.forEach(outcome -> ended.add(outcome.delivery()));
    dead.forEach(outcome -> ended.add(outcome.delivery()));
    // one statement is a transaction by itself and saves the round trips for begin and commit
    boolean several =
        done.size() < outcomes.size()
            || sent.stream().anyMatch(one -> !one.isNothing())
            || ended.stream().anyMatch(d -> d.lane() != null || d.quota() != null);

    Set<Long> confirmed = new HashSet<>();
    Set<Integer> wake = new HashSet<>();
    Set<Lane> moved = new HashSet<>();
    int cancelled = 0;
    int limited = 0;
    try (Transaction transaction = Transaction.begin(dataSource, several)) {
      Connection connection = transaction.connection();
      for (Outcome.Dead outcome : dead) {
        PendingEvent notice = deadLetters.event(connection, snapshot, outcome);
        if (notice != null) {
          sent.add(new Sent(outcome.delivery().id(), List.of(), List.of(notice)));
        }
      }
      // Before any statement that ends or appends, and in one order: the locks of lanes that move
      // on, and of lanes that get what was sent. Effects of a lost lease are locked for nothing;
      // which those are is not known yet.
      List<PendingEvent> effects = sent.stream().flatMap(one -> one.events.stream()).toList();
      Collection<Integer> locked = locks(ended, new AppendStatement(effects, snapshot));
      var cancelling = new CancelStatements(connection);
      locked.addAll(cancelling.ordered(cancels));
      LaneLocks.take(connection, locked);
      confirmed.addAll(done(connection, done));
      confirmed.addAll(again(connection, again));
      confirmed.addAll(dead(connection, dead));
      var quotas = new QuotaStatements(connection);
      quotas.passed(confirmed(done, confirmed));
      limited = quotas.filterBehind(confirmed(done, confirmed));
      var sets = new CollectStatements(connection);
      sets.ended(confirmed(outcomes, confirmed));
      // what an attempt sent counts only with its end: a lease that was lost takes it along
      List<PendingEvent> next = new ArrayList<>();
      for (Sent one : sent) {
        if (!confirmed.contains(one.delivery)) {
          continue;
        }
        if (!one.cancels.isEmpty()) {
          // what others sent before it can be taken back by it
          if (!append(connection, next, snapshot, wake)) {
            return null;
          }
          next.clear();
          cancelled += cancelling.cancel(one.cancels, locked, moved);
        }
        next.addAll(one.events);
      }
      if (!append(connection, next, snapshot, wake)) {
        // closing rolls everything back; the caller comes again with the new subscriptions
        return null;
      }
      moved.addAll(
          lanes(ended.stream().filter(delivery -> confirmed.contains(delivery.id())).toList()));
      sets.promote(moved, snapshot);
      moved.forEach(lane -> wake.add(lane.subscription()));
      transaction.commit();
    }
    int died =
        (int) dead.stream().filter(outcome -> confirmed.contains(outcome.delivery().id())).count();
    return new Transport.Settled(confirmed, wake, died, cancelled, limited);
  }

  /** What an attempt takes back, and then sends. */
  private record Sent(long delivery, List<Cancel> cancels, List<PendingEvent> events) {
    boolean isNothing() {
      return cancels.isEmpty() && events.isEmpty();
    }
  }

  private Sent sentBy(Outcome.Done outcome) {
    Event cause = outcome.delivery().event();
    List<PendingEvent> events =
        outcome.effects().stream()
            .map(
                event ->
                    new PendingEvent(
                        ids.next(),
                        event,
                        cause.id(),
                        outcome.delivery().id(),
                        cause.traceparent(),
                        outcome.delivery().hops() + 1))
            .toList();
    return new Sent(outcome.delivery().id(), outcome.cancels(), events);
  }

  /**
   * @return false when the subscriptions have changed
   */
  private static boolean append(
      Connection connection,
      List<PendingEvent> events,
      SubscriptionTable.Snapshot snapshot,
      Set<Integer> wake)
      throws SQLException {
    if (events.isEmpty()) {
      return true;
    }
    var append = new AppendStatement(events, snapshot);
    if (append.execute(connection) == null) {
      return false;
    }
    wake.addAll(append.takers());
    return true;
  }

  private static <T extends Outcome> List<T> confirmed(List<T> outcomes, Set<Long> confirmed) {
    return outcomes.stream().filter(o -> confirmed.contains(o.delivery().id())).toList();
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
    List<Outcome.Done> told = outcomes.stream().filter(o -> o.reason() != null).toList();
    if (told.isEmpty()) {
      return done(connection, DONE, outcomes, o -> o.wanted() ? "done" : "filtered");
    }
    Set<Long> ended = new HashSet<>(done(connection, FILTERED, told, Outcome.Done::reason));
    List<Outcome.Done> others = outcomes.stream().filter(o -> o.reason() == null).toList();
    ended.addAll(done(connection, DONE, others, o -> o.wanted() ? "done" : "filtered"));
    return ended;
  }

  private static Set<Long> done(
      Connection connection,
      String sql,
      List<Outcome.Done> outcomes,
      Function<Outcome.Done, @Nullable String> text)
      throws SQLException {
    if (outcomes.isEmpty()) {
      return Set.of();
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      var arrays = new SqlArrays(connection, statement);
      claims(arrays, outcomes);
      arrays.set(3, "text", outcomes.stream().map(text).toArray());
      arrays.set(4, "int8", outcomes.stream().map(o -> SqlArrays.micros(o.started())).toArray());
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
      arrays.set(6, "int8", outcomes.stream().map(o -> SqlArrays.micros(o.started())).toArray());
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
      arrays.set(5, "int8", outcomes.stream().map(o -> SqlArrays.micros(o.started())).toArray());
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
}
