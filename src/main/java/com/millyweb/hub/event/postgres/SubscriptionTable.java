package com.millyweb.hub.event.postgres;

import com.millyweb.hub.event.EventLogUnavailable;
import com.millyweb.hub.event.Subscription;
import com.millyweb.hub.event.SubscriptionSpec;
import com.millyweb.hub.event.Subscriptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscriptions, kept in memory for matching; the epoch in the database says when to look
 * again.
 */
public final class SubscriptionTable implements Subscriptions {
  private static final Logger log = LoggerFactory.getLogger(SubscriptionTable.class);

  /** Types come from outside: their memory is bounded. */
  private static final int MAX_TYPES = 10_000;

  private final DataSource dataSource;

  /** This life of this hub. */
  private final UUID hub = UUID.randomUUID();

  private final PastDeliveries past;

  private volatile Consumer<Set<Integer>> wake = due -> {};
  private volatile Snapshot snapshot = new Snapshot(-1, List.of());

  public SubscriptionTable(DataSource dataSource) {
    this.dataSource = dataSource;
    this.past = new PastDeliveries(dataSource);
  }

  /** The subscriptions at one epoch. */
  public static final class Snapshot {
    private final long epoch;
    private final List<Subscription> active;
    private final Map<String, List<Subscription>> byType = new ConcurrentHashMap<>();

    Snapshot(long epoch, List<Subscription> active) {
      this.epoch = epoch;
      this.active = active;
    }

    long epoch() {
      return epoch;
    }

    public List<Subscription> active() {
      return active;
    }

    public String name(int id) {
      return active.stream()
          .filter(subscription -> subscription.id() == id)
          .map(Subscription::name)
          .findFirst()
          .orElse("#" + id);
    }

    /** The subscription when it collects. */
    @Nullable Subscription collecting(int id) {
      for (Subscription subscription : active) {
        if (subscription.id() == id) {
          return subscription.window() == null ? null : subscription;
        }
      }
      return null;
    }

    List<Subscription> wanting(String type) {
      List<Subscription> known = byType.get(type);
      if (known != null) {
        return known;
      }
      List<Subscription> found =
          active.stream().filter(subscription -> subscription.pattern().matches(type)).toList();
      if (byType.size() < MAX_TYPES) {
        byType.put(type, found);
      }
      return found;
    }
  }

  Snapshot current() throws SQLException {
    Snapshot known = snapshot;
    return known.epoch() < 0 ? refreshed() : known;
  }

  public Snapshot refreshed() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      Snapshot fresh = new SubscriptionStatements(connection).snapshot();
      snapshot = fresh;
      return fresh;
    }
  }

  /** Makes the subscription durable, or brings it up to date; a parked one becomes active again. */
  public int activate(SubscriptionSpec spec) throws SQLException {
    int id;
    try (Connection connection = dataSource.getConnection()) {
      var statements = new SubscriptionStatements(connection);
      Integer unchanged = statements.unchanged(spec);
      if (unchanged != null) {
        attend(List.of(unchanged));
        return unchanged;
      }
      id = new NewSubscription(connection).activate(spec);
    }
    attend(List.of(id));
    refreshed();
    past.begin();
    return id;
  }

  /** Goes on with what subscriptions get of the past. */
  public void deliverPast() throws SQLException {
    wake.accept(past.deliver());
  }

  /**
   * This hub runs the routes of these; a subscription that somebody parked meanwhile is active
   * again.
   */
  public void attend(Collection<Integer> ids) throws SQLException {
    boolean parked;
    try (Connection connection = dataSource.getConnection()) {
      var statements = new SubscriptionStatements(connection);
      statements.attend(hub, ids);
      parked = statements.unpark(ids);
    }
    if (parked) {
      refreshed();
    }
  }

  /** This hub runs that route no more. */
  public void leave(int id) {
    try (Connection connection = dataSource.getConnection()) {
      new SubscriptionStatements(connection).leave(hub, id);
    } catch (SQLException e) {
      log.debug("The database was not told that this hub left a subscription", e);
    }
  }

  @Override
  public boolean park(String file) {
    try (Connection connection = dataSource.getConnection()) {
      var statements = new SubscriptionStatements(connection);
      for (String name : statements.park(file, null, hub)) {
        log.info("Subscription {} is parked: its route file {} is gone", name, file);
      }
      refreshed();
      return statements.activeOf(file).isEmpty();
    } catch (SQLException e) {
      throw new EventLogUnavailable("Subscriptions could not be parked: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean parkByHand(String name) {
    try (Connection connection = dataSource.getConnection()) {
      boolean parked = !new SubscriptionStatements(connection).park(null, name, null).isEmpty();
      refreshed();
      return parked;
    } catch (SQLException e) {
      throw new EventLogUnavailable("Subscription could not be parked: " + e.getMessage(), e);
    }
  }

  /** Parks what no hub has run for so long. */
  public void parkUnattended(Duration since) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      for (String name : new SubscriptionStatements(connection).parkUnattended(since)) {
        log.warn(
            "Subscription {} is parked: no hub has run its route for {} (hub.event.unattended)",
            name,
            since);
      }
    }
    refreshed();
  }

  @Override
  public void mended(String file) {
    Set<Integer> due;
    try (Connection connection = dataSource.getConnection()) {
      due = new SubscriptionStatements(connection).mended(file);
    } catch (SQLException e) {
      throw new EventLogUnavailable("Deliveries could not be woken: " + e.getMessage(), e);
    }
    wake.accept(due);
  }

  /** Whom to tell of subscriptions that have work. */
  public void onWork(Consumer<Set<Integer>> wake) {
    this.wake = wake;
  }
}
