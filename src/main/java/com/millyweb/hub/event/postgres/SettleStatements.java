package com.millyweb.hub.event.postgres;

import com.millyweb.hub.event.Delivery;
import com.millyweb.hub.event.Effects;
import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.EventIds;
import com.millyweb.hub.event.Lease;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.event.Outcome;
import com.millyweb.hub.event.PendingEvent;
import com.millyweb.hub.event.Transport;
import com.millyweb.hub.event.pacing.Cancel;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Ends claims in one transaction: what finished, what comes again, what died, and what was sent.
 */
final class SettleStatements {
  private final EventIds ids;
  private final DeadLetters deadLetters;

  SettleStatements(EventIds ids) {
    this.ids = ids;
    this.deadLetters = new DeadLetters(ids);
  }

  /**
   * @return null when the subscriptions have changed and all of it must be done again
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

    Set<Lease> confirmed = new HashSet<>();
    Set<Integer> wake = new HashSet<>();
    Set<Lane> moved = new HashSet<>();
    int cancelled = 0;
    int limited = 0;
    try (Transaction transaction = Transaction.begin(dataSource, several)) {
      Connection connection = transaction.connection();
      for (Outcome.Dead outcome : dead) {
        PendingEvent notice = deadLetters.event(connection, snapshot, outcome);
        if (notice != null) {
          sent.add(new Sent(outcome.delivery().lease(), List.of(), List.of(notice), List.of()));
        }
      }
      // Before any statement that ends or appends, and in one order: the locks of lanes that move
      // on, and of lanes that get what was sent. Effects of a lost lease are locked for nothing;
      // which those are is not known yet.
      List<PendingEvent> effects = sent.stream().flatMap(Sent::mayAppend).toList();
      Collection<Integer> locked = locks(ended, new AppendStatement(effects, snapshot));
      var cancelling = new CancelStatements(connection);
      locked.addAll(cancelling.ordered(cancels));
      LaneLocks.take(connection, locked);
      var ends = new EndStatements(connection);
      confirmed.addAll(ends.done(done));
      confirmed.addAll(ends.again(again));
      confirmed.addAll(ends.dead(dead));
      var quotas = new QuotaStatements(connection);
      quotas.passed(confirmed(done, confirmed));
      limited = quotas.filterBehind(confirmed(done, confirmed));
      var sets = new CollectStatements(connection);
      sets.ended(confirmed(outcomes, confirmed));
      // what an attempt sent counts only with its end: a lease that was lost takes it along
      List<PendingEvent> next = new ArrayList<>();
      for (Sent one : sent) {
        if (!confirmed.contains(one.lease)) {
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
      for (Change change : changes(sent, confirmed)) {
        next.addAll(change.store(connection));
      }
      if (!append(connection, next, snapshot, wake)) {
        // closing rolls everything back; the caller comes again with the new subscriptions
        return null;
      }
      moved.addAll(
          lanes(ended.stream().filter(delivery -> confirmed.contains(delivery.lease())).toList()));
      sets.promote(moved, snapshot);
      moved.forEach(lane -> wake.add(lane.subscription()));
      transaction.commit();
    }
    int died =
        (int)
            dead.stream().filter(outcome -> confirmed.contains(outcome.delivery().lease())).count();
    return new Transport.Settled(confirmed, wake, died, cancelled, limited);
  }

  /** What an attempt takes back, then sends, and stores. */
  private record Sent(
      Lease lease, List<Cancel> cancels, List<PendingEvent> events, List<Change> changes) {
    boolean isNothing() {
      return cancels.isEmpty() && events.isEmpty() && changes.isEmpty();
    }

    Stream<PendingEvent> mayAppend() {
      return Stream.concat(
          events.stream(), changes.stream().flatMap(change -> change.events.values().stream()));
    }
  }

  /**
   * @param events what it may send, by the objects that it knows
   */
  private record Change(Effects.Change stored, Map<NewEvent, PendingEvent> events) {
    List<PendingEvent> store(Connection connection) throws SQLException {
      return stored.store(connection).stream().map(events::get).toList();
    }
  }

  private static List<Change> changes(List<Sent> sent, Set<Lease> confirmed) {
    return sent.stream()
        .filter(one -> confirmed.contains(one.lease))
        .flatMap(one -> one.changes.stream())
        .sorted(Comparator.comparing(change -> change.stored.lock()))
        .toList();
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
    List<Change> changes =
        outcome.stored().stream().map(stored -> change(outcome, stored)).toList();
    return new Sent(outcome.delivery().lease(), outcome.cancels(), events, changes);
  }

  private Change change(Outcome.Done outcome, Effects.Change stored) {
    Event cause = outcome.delivery().event();
    Map<NewEvent, PendingEvent> events = new IdentityHashMap<>();
    for (NewEvent event : stored.mayAppend()) {
      events.put(
          event,
          new PendingEvent(
              ids.next(),
              event,
              cause.id(),
              outcome.delivery().id(),
              cause.traceparent(),
              outcome.delivery().hops()));
    }
    return new Change(stored, events);
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

  private static <T extends Outcome> List<T> confirmed(List<T> outcomes, Set<Lease> confirmed) {
    return outcomes.stream().filter(o -> confirmed.contains(o.delivery().lease())).toList();
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
