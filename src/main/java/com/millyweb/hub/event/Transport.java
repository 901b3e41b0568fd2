package com.millyweb.hub.event;

import com.millyweb.hub.event.pacing.Cancel;
import com.millyweb.hub.event.pacing.Pacing;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What carries events and deliveries. Postgres does; a log such as Kafka could carry the hot lane
 * behind the same methods, under the same contract test.
 *
 * <p>Every method is one transaction, and throws {@link SQLException} when it is not known to be
 * committed.
 */
public interface Transport {

  /**
   * Stores events with their deliveries; what a source has sent before is answered as duplicate.
   */
  default Stored append(List<PendingEvent> events) throws SQLException {
    return append(events, Duration.ZERO);
  }

  /**
   * The same for somebody who waits.
   *
   * @param patience how long the database may keep silent before the append counts as failed; zero
   *     for as long as a connection's time-out says
   */
  Stored append(List<PendingEvent> events, Duration patience) throws SQLException;

  /**
   * Takes due deliveries under a lease.
   *
   * @param suspects only those whose lease ran out twice before; else only the others
   */
  default List<Delivery> claim(int subscription, int max, boolean suspects, Duration lease)
      throws SQLException {
    return claim(subscription, max, suspects, lease, Pacing.NONE);
  }

  /**
   * The same for a subscription with a pace: what it collects comes as sets, and what exceeds its
   * limit is marked so.
   */
  List<Delivery> claim(int subscription, int max, boolean suspects, Duration lease, Pacing pacing)
      throws SQLException;

  /**
   * Prolongs leases.
   *
   * @return those that are still ours
   */
  Set<Lease> heartbeat(Collection<Lease> leases, Duration lease) throws SQLException;

  /** Ends claims, takes back and appends what the finished ones said. */
  Settled settle(List<Outcome> outcomes) throws SQLException;

  /**
   * Takes back what no flow has begun.
   *
   * @return the subscriptions whose lane moved on
   */
  Set<Integer> cancel(List<Cancel> cancels) throws SQLException;

  /**
   * Frees what nobody gave word of.
   *
   * @return the subscriptions that have work again
   */
  Reaped reap() throws SQLException;

  /** Which of the subscriptions have due deliveries. */
  Ready ready(Collection<Integer> subscriptions) throws SQLException;

  /**
   * @param subscriptions those that got deliveries
   */
  record Stored(List<Appended> appended, Set<Integer> subscriptions) {}

  /**
   * @param confirmed the leases that were still ours; the results of the others are void, also
   *     where this hub holds the delivery by a later lease
   * @param subscriptions those that got deliveries, or whose lane moved on
   * @param dead how many became dead letters
   * @param cancelled how many were taken back
   * @param limited how many others ended, because the limit of what was settled is theirs, too
   */
  record Settled(
      Set<Lease> confirmed, Set<Integer> subscriptions, int dead, int cancelled, int limited) {}

  record Reaped(int freed, int dead, Set<Integer> subscriptions) {}

  record Ready(Set<Integer> subscriptions, Set<Integer> withSuspects) {}
}
